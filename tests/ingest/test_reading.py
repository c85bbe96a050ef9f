"""What a child process makes of a document that can't be read, and of a disk that is full."""

import errno
import pickle
import sys
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.store import Origin
from ingest.identify import identify
from ingest.reading import Reading, _read, _recognise, read_all
from ingest.sources import walk
from tests.ingest.placing import NO_METADATA, document, flow, pdf_of, read_of

LINES = ["# Om anbud", "1 Form", "Ett anbud lämnas skriftligt."]
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is always full")


class BrokenStore:
    """A store that can't write."""

    def __init__(self, number: int):
        self.number = number

    def write(self, *_):
        raise OSError(self.number, "It did not work")


@pytest.fixture
def file(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "guide.pdf").write_bytes(pdf_of(flow(LINES)))
    (found,) = walk([tmp_path / "in"])
    return found


@pytest.fixture
def reading(tmp_path):
    read = read_of(flow(LINES))
    (tmp_path / "0.pickle").write_bytes(pickle.dumps(read))
    return Reading(identify(read, "guide.pdf", "0" * 64, NO_METADATA), tmp_path / "0.pickle")


@only_linux
def test_a_disk_that_is_full_while_a_file_is_read_is_no_fault_of_the_file(file):
    with pytest.raises(OSError, match="No space left") as error:
        _read(file, Path("/dev/full"))
    assert error.value.errno == errno.ENOSPC


@only_linux
@pytest.mark.slow
def test_a_full_disk_in_a_child_process_ends_the_run(file, tmp_path):
    (tmp_path / "0.pickle").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        list(read_all([file], tmp_path))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_while_a_document_is_stored_ends_the_run(file, reading, number):
    with pytest.raises(OSError, match="It did not work"):
        _recognise(file, reading, document(), Origin("/guide.pdf", "1"), BrokenStore(number))


def test_another_failure_is_recorded_of_its_document(file, reading):
    found = _recognise(file, reading, document(), Origin("/guide.pdf", "1"), BrokenStore(errno.EIO))
    assert isinstance(found, DocumentError)
    assert "It did not work" in str(found)
