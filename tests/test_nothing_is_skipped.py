"""The rule of conftest.py, tried on tests that break it."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST)
    return pytester


def test_a_skipped_test_fails(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.mark.skip(reason="later")
        def test_marked():
            pass

        def test_within():
            pytest.skip("not today")

        def test_run():
            pass
        """
    )
    project.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1, failed=1, errors=1)


def test_a_skipped_module_fails(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\npytest.importorskip('no_such_module_anywhere')\ndef test_it(): pass")
    project.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(errors=1)


def test_an_expected_failure_stays_one(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False")
    project.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(xfailed=1)


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    here = Path(__file__).parent
    folders = [path.relative_to(here) for path in here.rglob("*") if path.is_dir() and path.name != "__pycache__"]
    assert Path("scripts/build") in folders
    passed_over = pytestconfig.getini("norecursedirs")
    assert [path for path in folders if any(path.match(pattern) for pattern in passed_over)] == []
