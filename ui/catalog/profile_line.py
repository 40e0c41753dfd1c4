"""How searches are run, in words."""

from search_app.ranking.profile import Profile
from ui.markup.html import Html, element
from ui.shell.stage_names import stage_name


def profile_line(profile: Profile) -> Html:
    """Return one paragraph that says what happens to a query under a profile."""
    lanes = ", ".join(stage_name(lane).label for lane in profile.every_lane)
    rerank = f"the best {profile.rerank.depth} are read by the reranker" if profile.rerank else "no reranking"
    return element(
        "p",
        element("strong", f"Profile {profile.name}: "),
        f"{lanes}, {profile.depth} hits from each, fused {profile.fusion.by.words}; {rerank}.",
        class_="invitation",
    )
