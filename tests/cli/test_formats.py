"""What machines read, held against its schema or its definition."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from astroid import nodes

import fake_analysis
from cli.conftest import CLEAN, LEAK, Project, Zmqlint
from pylint_zmq.analysis.findings import Finding, Impact
from pylint_zmq.settings import Settings
from zmqlint.schema import load_schema

SCHEMAS = Path(__file__).parents[1] / "schemas"


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text())


@pytest.fixture
def tree(project: Project, every_socket: None) -> Project:
    """Two files with a finding each, one that is clean and one that is broken."""
    project.write("pkg/client.py")
    project.write("pkg/sub dir/é.py", LEAK + LEAK.replace("work", "more"))
    project.write("pkg/clean.py", "import zmq\n")
    project.write("pkg/broken.py", "import zmq\n(")
    return project


def test_sarif_follows_its_schema(tree: Project, zmqlint: Zmqlint) -> None:
    document = json.loads(zmqlint("check", "--format", "sarif").out)
    jsonschema.Draft4Validator(schema("sarif-2.1.0-rtm.5.json")).validate(document)
    (run,) = document["runs"]
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]] == [
        "pkg/client.py",
        "pkg/sub%20dir/%C3%A9.py",
        "pkg/sub%20dir/%C3%A9.py",
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("pkg/broken.py:2: syntax error")


def test_sarif_tells_the_story_as_a_code_flow(tree: Project, zmqlint: Zmqlint) -> None:
    (run,) = json.loads(zmqlint("check", "--format", "sarif", "pkg/client.py").out)["runs"]
    (result,) = run["results"]
    (flow,) = result["codeFlows"][0]["threadFlows"]
    told = [
        (step["location"]["message"]["text"], step["location"]["physicalLocation"]["region"]["startLine"])
        for step in flow["locations"]
    ]
    assert told == [("created here", 5), ("lost here", 6)]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == result["ruleId"] == "zmq-unclosed-socket"
    assert "## Why it matters" in rule["help"]["markdown"]


@pytest.fixture
def again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with a loss that can happen for each request."""

    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        impact = Impact("iteration", "on each turn of the loop at line 2", "one of 1023 sockets; collected at once")
        return [Finding("zmq-unclosed-socket", module.body[0], ("'s'", "at line 3"), "HIGH", impact=impact)]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\n")


OFTEN = "once per request or iteration, on each turn of the loop at line 2"
COSTS = "one of 1023 sockets; collected at once"


@pytest.mark.usefixtures("again")
def test_sarif_tells_how_bad_it_is_to_scripts_and_after_the_first_sentence_to_people(zmqlint: Zmqlint) -> None:
    document = json.loads(zmqlint("check", "--format", "sarif").out)
    jsonschema.Draft4Validator(schema("sarif-2.1.0-rtm.5.json")).validate(document)
    (result,) = document["runs"][0]["results"]
    assert result["properties"]["impact"] == {
        "often": "iteration",
        "by": "on each turn of the loop at line 2",
        "cost": "one of 1023 sockets; collected at once",
    }
    first, _, rest = result["message"]["text"].partition(". ")
    assert "at line 3" in first
    assert rest == f"How often: {OFTEN}. Costs: {COSTS}."


@pytest.mark.usefixtures("again")
def test_junit_and_gitlab_tell_how_bad_it_is_below_the_message(zmqlint: Zmqlint) -> None:
    (failure,) = ElementTree.fromstring(zmqlint("check", "--format", "junit").out).iter("failure")
    assert "How often" not in failure.get("message", "")
    assert (failure.text or "").splitlines()[1:] == [f"How often: {OFTEN}", f"Costs: {COSTS}"]
    (issue,) = json.loads(zmqlint("check", "--format", "gitlab").out)
    jsonschema.validate([issue], schema("gitlab-codequality.json"))
    assert "How often" not in issue["description"]
    assert issue["content"] == {"body": f"How often: {OFTEN}\n\nCosts: {COSTS}"}


@pytest.mark.usefixtures("again")
def test_an_annotation_of_github_tells_how_bad_it_is_in_further_lines(zmqlint: Zmqlint) -> None:
    (line,) = zmqlint("check", "--format", "github").out.splitlines()
    assert line.endswith(f"%0AHow often: {OFTEN}%0ACosts: {COSTS}")


def fingerprints(zmqlint: Zmqlint) -> list[str]:
    return [finding["fingerprint"] for finding in json.loads(zmqlint("check", "--format", "json").out)["findings"]]


@pytest.mark.usefixtures("every_socket")
def test_fingerprints_survive_moved_lines_and_white_space_and_tell_twins_apart(
    project: Project, zmqlint: Zmqlint
) -> None:
    twins = "import zmq\ndef f(ctx):\n    s = ctx.socket(zmq.PUSH)\n    s = ctx.socket(zmq.PUSH)\n"
    project.write("client.py", twins)
    before = fingerprints(zmqlint)
    assert len(set(before)) == 2
    moved = twins.replace("import zmq", "'''Doc.'''\n\nimport zmq\n\n").replace(
        "(zmq.PUSH)", "(\n        zmq.PUSH\n    )"
    )
    project.write("client.py", moved)
    assert fingerprints(zmqlint) == before
    project.write("client.py", twins.replace("PUSH", "PULL"))
    assert not set(fingerprints(zmqlint)) & set(before)
    project.write("client.py", twins.replace("def f", "def g"))
    assert not set(fingerprints(zmqlint)) & set(before)


def test_gitlab_follows_its_schema(tree: Project, zmqlint: Zmqlint) -> None:
    document = json.loads(zmqlint("check", "--format", "gitlab").out)
    jsonschema.validate(document, schema("gitlab-codequality.json"))
    assert len({issue["fingerprint"] for issue in document}) == 3
    assert {issue["location"]["path"] for issue in document} == {"pkg/client.py", "pkg/sub dir/é.py"}
    assert {issue["severity"] for issue in document} == {"major"}


def test_json_follows_our_schema(tree: Project, zmqlint: Zmqlint) -> None:
    document = json.loads(zmqlint("check", "--format", "json").out)
    jsonschema.validate(document, load_schema("check"))
    assert document["version"] == 1
    assert [finding["impact"] for finding in document["findings"]] == [None] * 3
    assert document["files"] == 4
    assert [(finding["path"], finding["line"], finding["column"]) for finding in document["findings"]] == [
        ("pkg/client.py", 5, 12),
        ("pkg/sub dir/é.py", 5, 12),
        ("pkg/sub dir/é.py", 11, 12),
    ]
    assert [(failure["path"], failure["line"]) for failure in document["failures"]] == [("pkg/broken.py", 2)]


def test_github_gets_one_command_for_each_report(tree: Project, zmqlint: Zmqlint) -> None:
    lines = zmqlint("check", "--format", "github").out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith(
        "::warning title=zmq-unclosed-socket (W8701),file=pkg/client.py,line=5,col=12,endLine=5,endColumn=50::"
    )
    assert lines[-1].startswith("::error title=zmqlint,file=pkg/broken.py,line=2::syntax error")


def test_github_commands_cannot_be_forged(project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        return [Finding("zmq-unclosed-socket", module.body[0], ("100%", "a\n::error::x,y:z"), "HIGH")]

    fake_analysis.install(monkeypatch, analyse)
    project.write("a,b:c.py", "import zmq\n")
    (line,) = zmqlint("check", "--format", "github").out.splitlines()
    assert "file=a%2Cb%3Ac.py," in line
    assert "100%25" in line
    assert "a%0A::error::x,y:z" in line


def test_junit_follows_its_schema(tree: Project, zmqlint: Zmqlint) -> None:
    text = zmqlint("check", "--format", "junit").out
    assert text.count("<failure ") == 3
    assert text.count("<error ") == 1
    xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(text)


def test_junit_counts_what_it_lists(tree: Project, zmqlint: Zmqlint) -> None:
    root = ElementTree.fromstring(zmqlint("check", "--format", "junit").out)
    assert root.tag == "testsuites"
    assert {suite.tag for suite in root} == {"testsuite"}
    for suite in root:
        cases = list(suite)
        assert {case.tag for case in cases} == {"testcase"}
        assert all(case.get("name") and case.get("classname") for case in cases)
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("errors") == str(len(suite.findall("testcase/error")))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "3", "1")
    assert [suite.get("name") for suite in root] == [
        "pkg/clean.py",
        "pkg/client.py",
        "pkg/sub dir/é.py",
        "pkg/broken.py",
    ]


def test_concise_is_one_line_for_each_report(tree: Project, zmqlint: Zmqlint) -> None:
    lines = zmqlint("check", "--format", "concise").out.splitlines()
    assert len(lines) == 3
    assert all(re.fullmatch(r".+\.py:\d+:\d+: W8701 zmq-unclosed-socket: .+", line) for line in lines)


def test_several_formats_at_once(tree: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint(
        "check", "--format", "concise", "--output", "sarif:out.sarif", "--output", "junit:out.xml", "pkg/client.py"
    )
    assert done.out.count("\n") == 1
    assert len(json.loads(Path("out.sarif").read_text())["runs"][0]["results"]) == 1
    assert ElementTree.parse("out.xml").getroot().get("failures") == "1"


def test_a_file_that_cannot_be_written_is_an_error(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", CLEAN)
    done = zmqlint("check", "--output", "json:no/such/folder/out.json")
    assert done.status == 2
    assert done.err == "zmqlint: error: output: no/such/folder/out.json: No such file or directory\n"


@pytest.mark.parametrize("form", ["sarif", "gitlab", "json", "junit", "github", "concise"])
def test_nothing_found_is_a_valid_document_too(project: Project, zmqlint: Zmqlint, form: str) -> None:
    project.write("client.py", CLEAN)
    done = zmqlint("check", "--format", form)
    assert done.status == 0
    if form == "junit":
        assert ElementTree.fromstring(done.out).get("tests") == "1"
    elif form in ("sarif", "gitlab", "json"):
        json.loads(done.out)
    else:
        assert done.out == ""


@pytest.mark.usefixtures("every_socket")
def test_columns_count_characters(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", "import zmq\nß = '€𝄞'; s = ctx.socket(zmq.PUSH)\n")
    (finding,) = json.loads(zmqlint("check", "--format", "json").out)["findings"]
    assert (finding["column"], finding["end_column"]) == (15, 35)
    (run,) = json.loads(zmqlint("check", "--format", "sarif").out)["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (run["columnKind"], region["startColumn"], region["endColumn"]) == ("unicodeCodePoints", 15, 35)
