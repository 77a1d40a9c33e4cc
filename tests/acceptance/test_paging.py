"""Five hundred articles posted one by one; all their events read back by following ``next``."""

COUNTRIES = ("Iraq", "Iran", "France", "Kenya", "Chile", "India", "Ghana", "Peru", "Nepal", "Malta")
OBJECTS = ("Turkey", "Israel", "Jordan", "Egypt", "Canada")
VERBS = (
    "attacked",
    "criticised",
    "praised",
    "invaded",
    "bombed",
    "visited",
    "thanked",
    "blamed",
    "accused",
    "sued",
)
ARTICLES = 500


def _text(number: int) -> str:
    source, target = COUNTRIES[number % 10], OBJECTS[number // 10 % 5]
    return f"{source} {VERBS[number // 50]} {target} on Monday, officials said in report number {number}."


def test_every_event_is_read_exactly_once(server):
    submitted = [server.submit(_text(number)) for number in range(ARTICLES)]
    for each in submitted:
        assert server.wait_for_job(each["job_id"])["state"] == "done"
    articles = {each["article_id"] for each in submitted}
    assert len(articles) == ARTICLES

    read: list[str] = []
    url = "/v1/events?limit=37"
    while url:
        answer = server.http.get(url)
        assert answer.status_code == 200
        page = answer.json()
        read += [event["event_id"] for event in page["items"]]
        url = page["next"]
        assert (url is None) == ("next" not in answer.links)

    expected = [event["event_id"] for each in articles for event in server.events_of(each)]
    assert len(expected) >= ARTICLES * 0.9
    assert sorted(read) == sorted(expected)
    assert len(set(read)) == len(read)
