import socket


def test_a_port_in_use_is_one_sentence(ready):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ready("serve", "--port", str(port))
    assert done.returncode == 6
    assert f"--port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_checks_everything_a_search_needs(ready):
    done = ready("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    for part in (
        "dense model",
        "sparse model",
        "cross-encoder",
        "java",
        "lucene",
        "vectors",
        "collections: tiny",
    ):
        assert part in done.stdout


def test_doctor_names_what_is_wrong_and_fails(ready):
    done = ready("doctor", SEARCH_APP_DENSE_BUNDLE="/nowhere")
    assert done.returncode == 1
    assert "problem  dense model: no model bundle '/nowhere'" in done.stdout


def test_a_setting_that_cannot_be_used_is_named(ready):
    done = ready("serve", SEARCH_APP_PORT="many")
    assert done.returncode == 2
    assert "SEARCH_APP_PORT='many'" in done.stderr


def test_the_version_is_printed(ready):
    from search_app import __version__

    assert ready("--version").stdout.strip() == __version__
