"""Java classes as Python classes, bound on first use by the signatures of this package."""

import re
import threading
from collections.abc import Iterator
from operator import methodcaller
from typing import Any

from search_app.lucene.signatures import JAVA_CLASSES, Signatures

_RETURNED = re.compile(r"(?:^|\))\[*L(?P<path>[^;]+);$")
_lock = threading.RLock()
_bound: dict[str, Any] = {}


def java_class(name: str) -> Any:
    """Return the class named in `JAVA_CLASSES`. The VM must run, see `search_app.lucene.jvm.start_jvm`."""
    found = _bound.get(name)
    if found is not None:
        return found
    with _lock:
        return _bound.get(name) or _bind(name)


def call(receiver: Any, method: str, *arguments: Any) -> Any:
    """Call an instance method of a Java object. Thread-safe, which `receiver.method(...)` is not.

    A pyjnius method keeps its receiver in the class from the lookup of the attribute to the call. In between,
    another thread, or an argument that calls the same method of another object, replaces it: the call goes to
    the wrong object, or to one already freed. Here lookup and call are one step in C, arguments at hand.
    """
    return methodcaller(method, *arguments)(receiver)


def _bind(name: str) -> Any:
    """Bind a class, then those it returns: pyjnius would reflect over one it meets unbound (10-80 ms)."""
    from jnius import JavaClass, MetaJavaClass

    signatures = JAVA_CLASSES[name]
    _bound[name] = MetaJavaClass(signatures.path, (JavaClass,), _members(signatures))
    for returned in _returned(signatures):
        java_class(returned)
    return _bound[name]


def _members(signatures: Signatures) -> dict[str, Any]:
    from jnius import JavaField, JavaMethod, JavaMultipleMethod, JavaStaticField, JavaStaticMethod

    members: dict[str, Any] = {
        "__javaclass__": signatures.path,
        "__javaconstructor__": [(descriptor, False) for descriptor in signatures.constructors],
    }
    for method, descriptor in signatures.methods.items():
        if isinstance(descriptor, str):
            members[method] = JavaMethod(descriptor)
        else:
            members[method] = JavaMultipleMethod([(overload, False, False) for overload in descriptor])
    members |= {key: JavaStaticMethod(descriptor) for key, descriptor in signatures.static_methods.items()}
    members |= {key: JavaField(kind) for key, kind in signatures.fields.items()}
    return members | {key: JavaStaticField(kind) for key, kind in signatures.static_fields.items()}


def _returned(signatures: Signatures) -> Iterator[str]:
    for descriptors in (signatures.methods, signatures.static_methods, signatures.static_fields):
        for descriptor in descriptors.values():
            for one in (descriptor,) if isinstance(descriptor, str) else descriptor:
                found = _RETURNED.search(one)
                name = found["path"].rpartition("/")[2] if found else ""
                if name in JAVA_CLASSES and name not in _bound:
                    yield name
