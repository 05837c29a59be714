"""What stands below an article, or around it, adds nothing to it and takes nothing away."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.statement import Document, Statement
from loaders.pipeline import Extractor
from tests.loaders.corpus import DEV, gold, text

ARTICLES = sorted(p.stem for p in DEV.glob("own_*.txt") if not p.stem.endswith("_zh"))
HEADINGS = """
Related news
Related:
RELATED STORIES
Related Articles (12)
== Related coverage ==
* Related reading *
Similar articles
Similar stories from this section
Read more
Read more news:
Read next
What to read next
Stories to watch
You may also like
You might also like
You may also be interested in
Readers also read
People also viewed
What others are reading
Others are reading
More from this section
More from Metal Daily
More news about aluminium smelters and prices today
More aluminium stories
More like this
Most read
Most viewed articles
Most commented stories
Most popular this week
Popular posts
Recommended
Recommended for you
Recommended reading >>
Suggested articles
Picked for you
Just for you
Trending
Trending now
Now trending
Trending topics
Latest news
Latest Stories
Latest headlines from our newsroom
Latest in this category
Recent posts
Recent articles by Jane Doe
Top stories of the week
Today's top headlines
Breaking news
Other news
Other headlines
Other aluminium news
In other news
News in brief
Editor's picks
Editor’s Choice
Our picks
Staff picks
Today's picks
Don't miss
Don’t miss this
Never miss out
Keep reading
Continue reading
In case you missed it
ICYMI
Up next
Next article
Further reading
See also:
Also read
Also in the news
Also on this site
Also of interest
Elsewhere on the web
From around the web
From our partners
From the archive
Around the web
Sponsored content
Promoted stories
Sponsored links
Featured articles
Explore more
Discover more stories
See more news
View all related articles
More to explore
On the same topic
Comments (3)
Leave a comment
Join the conversation
相关新闻
【相关阅读】
相关推荐:
热门推荐
猜你喜欢
您可能感兴趣的文章
你可能还喜欢
大家都在看
看了又看
更多精彩内容
更多新闻 >>
更多铝业新闻
最新资讯
往期回顾
往期精彩文章
延伸阅读
拓展阅读
今日热点
热点新闻
编辑推荐
为您推荐
阅读排行榜
点击排行
其他新闻
本站推荐
网友评论
"""
HEADS = tuple(HEADINGS.strip().split("\n"))
LINES = (
    "Home | Markets | Alumina | Subscribe | Log in",
    "Share this article on Facebook, X and LinkedIn",
    "We use cookies to improve your experience. Accept all",
    "Sign up for our newsletter",
    "Copyright 2026. All rights reserved.",
    "Disclaimer: the information on this page is no investment advice.",
    "Get our daily newsletter with news such as Alba owning the Bahrain smelter.",
    "Jane Doe covers metals from London. Before, she worked at Rio Tinto. Rio Tinto owns the Arvida smelter.",
    "Jane Doe is a senior reporter at Metal Daily who joined from Norsk Hydro, owner of the Sunndal smelter.",
    "Also read: Rio Tinto acquires Arcadium Lithium",
    "Trending now: Rusal owns the Bratsk smelter",
    "Related stories | South32 owns the Hillside smelter",
    "More news: Rusal owns the Bratsk smelter.",
)
NEWS = tuple(
    line.strip()
    for name in ARTICLES
    for line in text(name).split("\n")
    if 40 < len(line.strip()) < 400 and line.strip()[-1] in ".?"
)


CHINESE = (
    "中国铝业股份有限公司持有云南铝业股份有限公司29.1%的股权。",
    "山东宏桥新型材料有限公司的电解铝产能为645万吨。",
    "南山铝业收购某铝厂51%股权",
)
HEADLINES = (
    "Rusal Owns the Bratsk Smelter",
    "South32 Buys Hillside Smelter in South Africa",
    "https://example.org/news/rusal-owns-bratsk-smelter",
    "Press Metal Owns 80 % of Press Metal Bintulu",
)
FACT = "Century Aluminum owns the Mt. Holly smelter."
ANNOUNCED = (
    "From the newsroom: top reads",
    "Worth a read",
    "Market news",
    "Our reporters' stories",
    "Metal Daily videos",
)


def document(name: str, body: str) -> Document:
    return Document("d", "d", "", published=gold(name)["published"], text=body, language="en")


@cache
def alone(name: str, extractor: Extractor) -> tuple[Statement, ...]:
    return extractor(document(name, text(name))).statements


@given(
    name=st.sampled_from(ARTICLES),
    head=st.sampled_from(HEADS),
    news=st.lists(st.sampled_from(NEWS + CHINESE + HEADLINES), min_size=1, max_size=6),
)
@settings(max_examples=80, deadline=None)
def test_a_tail_of_other_news_changes_no_statement(name: str, head: str, news: list[str], extractor: Extractor) -> None:
    whole = text(name).rstrip("\n") + "\n\n" + head + "\n" + "\n".join(news) + "\n"
    assert extractor(document(name, whole)).statements == alone(name, extractor)


@pytest.mark.parametrize("head", HEADS)
def test_every_heading_of_other_news_opens_a_tail(head: str, extractor: Extractor) -> None:
    for item in ("Rusal owns the Bratsk smelter.", CHINESE[0]):
        for gap in ("\n", "\n\n"):
            whole = f"Note\n\n{FACT}{gap}{head}{gap}{item}\n"
            assert [s.subject for s in extractor(Document("d", "d", "", text=whole)).statements] == [
                "org/century-aluminum"
            ]


@pytest.mark.parametrize("head", ANNOUNCED)
def test_a_heading_over_headlines_opens_a_tail(head: str, extractor: Extractor) -> None:
    whole = "\n".join(("Note", "", FACT, "", head, *HEADLINES))
    assert [s.subject for s in extractor(Document("d", "d", "", text=whole)).statements] == ["org/century-aluminum"]


@pytest.mark.parametrize(
    "heading",
    [
        "Latest developments",
        "Further steps",
        "Other smelters",
        "Read across to prices",
        "Top producers",
        "More capacity in Norway",
        "EGA at a glance",
        "Recent acquisitions",
        "Related companies",
        "Our plants",
        "The news from Sunndal: a new line",
        "项目概况",
        "最新进展",
        "其他股东",
        "公告内容",
    ],
)
def test_a_heading_of_the_article_opens_none(heading: str, extractor: Extractor) -> None:
    whole = f"Note\n\n{FACT}\n\n{heading}\nSouth32 owns the Hillside smelter.\n"
    found = {s.subject for s in extractor(Document("d", "d", "", text=whole)).statements}
    assert found == {"org/century-aluminum", "org/south32"}


def test_a_digest_may_begin_with_its_news(extractor: Extractor) -> None:
    whole = f"News in brief\n\n{FACT}\n"
    assert len(extractor(Document("d", "d", "", text=whole)).statements) == 1


def test_a_company_in_its_own_words_below_a_tail(extractor: Extractor) -> None:
    tail = "Most Read\n1. Rusal owns the Bratsk smelter\n2. South32 owns the Hillside smelter\n"
    about = "About EGA\nEGA owns Guinea Alumina Corporation.\n"
    after = "Norsk Hydro buys the Sunndal smelter\nNorsk Hydro owns the Sunndal smelter.\n"
    found = extractor(Document("d", "d", "", text=f"Note\n\n{FACT}\n\n{tail}\n{about}\n{after}")).statements
    assert {s.subject for s in found} == {"org/century-aluminum", "org/emirates-global-aluminium"}


@pytest.mark.parametrize("heading", ["About the author", "About us", "About this site"])
def test_what_the_site_says_of_itself_stays_out(heading: str, extractor: Extractor) -> None:
    whole = f"Note\n\n{FACT}\n\nRelated news\nOne\n\n{heading}\nRio Tinto owns the Arvida smelter.\n"
    assert len(extractor(Document("d", "d", "", text=whole)).statements) == 1


def test_the_language_is_that_of_the_article(extractor: Extractor) -> None:
    whole = f"Note\n\n{FACT}\n\n相关新闻\n" + "\n".join(CHINESE * 3)
    done = extractor(Document("d", "d", "", text=whole, language="zh"))
    assert done.document.language == "en"
    assert [s.subject for s in done.statements] == ["org/century-aluminum"]


@pytest.mark.parametrize("menu", ["Home | News | Prices | Markets", "Skip to content", "首页 > 新闻"])
def test_a_menu_is_no_title(menu: str, extractor: Extractor) -> None:
    whole = f"{menu}\nCentury buys a smelter\n\n{FACT}\n"
    done = extractor(Document("d", "d", "", text=whole, title=menu))
    assert done.document.title == "Century buys a smelter"
    assert extractor(Document("d", "d", "", text=whole, title="Told by the file")).document.title == "Told by the file"


@given(name=st.sampled_from(ARTICLES), lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_menus_and_notices_below_change_no_statement(name: str, lines: list[str], extractor: Extractor) -> None:
    whole = text(name).rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    assert extractor(document(name, whole)).statements == alone(name, extractor)


def test_the_company_in_its_own_words_stays(extractor: Extractor) -> None:
    seed = Path("seeds/documents/weiqiao-weihai-industrial-park.txt").read_text(encoding="utf-8")
    found = extractor(Document("d", "d", "", text=seed, language="en"))
    assert any(s.predicate == "owns" and "subsidiary" in s.quote for s in found.statements)
