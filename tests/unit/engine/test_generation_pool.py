import threading

from search_app.engine.generation_pool import GenerationPool


class Opened:
    def __init__(self, name, generation_id):
        self.name, self.generation_id, self.closed = name, generation_id, False

    def close(self):
        assert not self.closed
        self.closed = True


class Catalog:
    def __init__(self):
        self.id = "g1"
        self.opened = []

    def current(self, name):
        return self.id

    def open(self, name, generation_id):
        self.opened.append(Opened(name, generation_id))
        return self.opened[-1]

    def pool(self):
        return GenerationPool(self.current, self.open)


def test_a_generation_is_opened_once_and_shared():
    catalog = Catalog()
    pool = catalog.pool()
    with pool.borrow("docs") as one, pool.borrow("docs") as two:
        assert one is two
    assert len(catalog.opened) == 1
    assert not catalog.opened[0].closed


def test_a_search_keeps_the_generation_it_started_with():
    catalog = Catalog()
    pool = catalog.pool()
    with pool.borrow("docs") as old:
        catalog.id = "g2"
        with pool.borrow("docs") as new:
            assert (old.generation_id, new.generation_id) == ("g1", "g2")
        assert not old.closed
    assert old.closed
    assert not new.closed


def test_an_old_generation_nobody_uses_is_closed_at_once():
    catalog = Catalog()
    pool = catalog.pool()
    with pool.borrow("docs") as old:
        pass
    catalog.id = "g2"
    with pool.borrow("docs"):
        assert old.closed


def test_closing_waits_for_what_is_lent():
    catalog = Catalog()
    pool = catalog.pool()
    with pool.borrow("docs") as lent:
        pool.close()
        assert not lent.closed
    assert lent.closed


def test_threads_that_ask_at_once_open_one_generation():
    catalog = Catalog()
    pool = catalog.pool()
    barrier = threading.Barrier(8)

    def ask():
        barrier.wait()
        for _ in range(50):
            with pool.borrow("docs") as generation:
                assert not generation.closed

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(catalog.opened) == 1
