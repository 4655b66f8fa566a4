"""Whole deployments to an object store: what is sent, in what order, and what breaks them."""

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy import deployment
from site_builder.deploy.release import is_hashed
from tests.deploy.s3.s3_deployer import Deployer, site


def test_first_and_second_and_the_same_again(deployer: Deployer) -> None:
    before = site(2021, 2022, 2023)
    event = deployer.deploy(before)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (len(before), 0, 0)
    assert deployer.public() == before

    mark = len(deployer.server.requests())
    after = site(2022, 2023, 2024)
    event = deployer.deploy(after)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (2, 1, 2)
    assert deployer.public() == after
    requests = [
        request for request in deployer.server.requests()[mark:] if not request[2].endswith(".json")
    ]
    assert {verb for verb, bucket, _ in requests if bucket == deployer.target.archive_bucket} == {
        "put"
    }
    sent = [key for verb, _, key in requests if verb == "put"]
    assert len(sent) == 3
    assert all("/objects/" in key for key in sent)
    assert sorted((v, key) for v, bucket, key in requests if bucket == deployer.target.bucket) == [
        ("copy", "公开/2024/报告.html"),
        ("copy", "公开/2024/表.csv"),
        ("copy", "公开/index.html"),
        ("remove", "公开/2021/报告.html"),
        ("remove", "公开/2021/表.csv"),
    ]

    mark = len(deployer.server.requests())
    assert deployer.deploy(after) is None
    assert {key.rpartition("/")[2] for _, _, key in deployer.server.requests()[mark:]} == {
        "lock.json"
    }


def test_readers_never_meet_a_page_without_what_it_needs(deployer: Deployer) -> None:
    deployer.deploy(site(2021, 2022, 2023))
    mark = len(deployer.server.requests())
    deployer.deploy(site(2022, 2023, 2024, style=b"body{color:red}"))
    requests = deployer.server.requests()[mark:]
    stages = [
        "record"
        if "/records/" in key
        else "objects"
        if "/objects/" in key
        else "removal"
        if verb == "remove"
        else "front"
        if key.endswith("index.html")
        else "page"
        if key.endswith(".html")
        else "asset"
        for verb, bucket, key in requests
        if not key.endswith(("lock.json", "state.json", "history.json"))
    ]
    order = ["objects", "record", "asset", "page", "front", "removal"]
    assert stages == sorted(stages, key=order.index)
    assert set(stages) == set(order)


def test_assets_stay_while_a_release_that_has_them_is_kept(deployer: Deployer) -> None:
    deployer.keep = 2
    before = site(2023)
    old = next(url for url in before if is_hashed(url))
    deployer.deploy(before)
    deployer.deploy(site(2023, style=b"the second"))
    assert old in deployer.public()
    deployer.deploy(site(2023, style=b"third one"))
    assert old not in deployer.public()
    archive = deployer.server.objects(deployer.target.archive_bucket)
    assert sum("/records/" in key for key in archive) == 2
    assert b"body{}" not in archive.values()


def test_back_and_forth(deployer: Deployer) -> None:
    before, after = site(2022, 2023), site(2023, 2024)
    deployer.deploy(before)
    deployer.deploy(after)
    mark = len(deployer.server.requests())
    event, release = deployment.rollback(deployer.job(), "")
    assert (event.release, event.added, event.removed) == (release.id, 2, 2)
    assert deployer.public() == before
    requests = deployer.server.requests()[mark:]
    assert [key for verb, _, key in requests if verb == "put" and not key.endswith(".json")] == []
    assert deployer.deploy(after) is not None
    assert deployer.public() == after


def test_what_is_not_whole_is_not_gone_back_to(deployer: Deployer) -> None:
    deployer.deploy(site(2022))
    after = site(2023)
    deployer.deploy(after)
    archive = deployer.target.archive_bucket
    client = deployer.server.client()
    key = next(k for k, data in deployer.server.objects(archive).items() if data == b"2022")
    client.delete_object(Bucket=archive, Key=key)
    with pytest.raises(DeployError, match=r"2022/表\.csv 不完整"):
        deployment.rollback(deployer.job(), "")
    assert deployer.public() == after


def test_what_others_put_there_is_left_alone(deployer: Deployer) -> None:
    client = deployer.server.client()
    client.put_object(Bucket=deployer.target.bucket, Key="别人.html", Body=b"x")
    deployer.deploy(site(2023))
    client.put_object(Bucket=deployer.target.bucket, Key="公开/别人.html", Body=b"x")
    deployer.deploy(site(2024))
    assert deployer.public() == {**site(2024), "别人.html": b"x", "公开/别人.html"[3:]: b"x"}


def test_a_site_that_is_not_ours_is_not_replaced(deployer: Deployer) -> None:
    client = deployer.server.client()
    client.put_object(Bucket=deployer.target.bucket, Key="公开/index.html", Body=b"theirs")
    with pytest.raises(DeployError, match="不是本程序放的"):
        deployer.deploy(site(2023))
    assert deployer.public() == {"index.html": b"theirs"}


@pytest.mark.timeout(60)  # one after the other they would take longer
def test_hundreds_of_files_go_several_at_a_time(deployer: Deployer) -> None:
    many = {f"{number}.html": b"%d" % number for number in range(200)}
    deployer.deploy(many)
    assert deployer.public() == many
