"""Which language a text is in."""

import pytest

from coders.detect_language import detect_language, load_language_identifier


@pytest.fixture(scope="module")
def identifier():
    return load_language_identifier()


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        ("Iraqi forces attacked Islamic State on Thursday, the army said.", None, "en"),
        ("The president of the republic said that he was in favour of it.", None, "en"),
        ("Die Truppen haben am Donnerstag die Stadt in der Wüste angegriffen.", None, "de"),
        ("Le président de la République a déclaré qu'il était favorable.", None, "fr"),
        ("Войска атаковали город в четверг, сообщила армия.", None, "ru"),
        ("هاجمت القوات العراقية تنظيم الدولة يوم الخميس.", None, "ar"),
        ("Whatever it says, its sender knows.", "de-AT", "de"),
        ("Was immer es sagt.", "en-GB", "en"),
    ],
)
def test_detect_language(identifier, text, stated, language):
    assert detect_language(identifier, text, stated) == language
