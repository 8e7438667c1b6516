"""The thin layer between MkDocs and the site's own machinery.

MkDocs calls the functions whose names begin with ``on_``; they only call the modules beside this one.
"""

from __future__ import annotations

import gc
import os
import posixpath
import re
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from kldiv.algebra.notation import TEX_MACROS  # noqa: E402
from kldiv.distributions import DISTRIBUTIONS  # noqa: E402
from kldiv.register.registry import registry  # noqa: E402
from kldiv.version import __version__  # noqa: E402
from kldiv.writing.address import SITE_ADDRESS  # noqa: E402
from scripts.site import (  # noqa: E402
    api_reference,
    bundles,
    cards,
    citations,
    citing,
    explorers,
    home,
    matrix_answers,
    missing,
    notebook_downloads,
    notebooks,
    number_script,
    permanent,
    provenance,
    reading_time,
    runnable,
    search,
    sharing,
    surroundings,
    tables,
    theme_repairs,
    vendor,
)
from scripts.site.context import Equation, log  # noqa: E402
from scripts.site.figure_directive import SCHEMES  # noqa: E402
from scripts.site.mathematics import swap_in  # noqa: E402
from scripts.site.site_build import FIGURES, SiteBuild  # noqa: E402

# A fixed date, so that two builds of the same sources are the same bytes; nothing on the site shows it.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


_build: SiteBuild
#: How a script or a style says where its source map is.
_NAMED_MAP = re.compile(r"/[/*][#@] sourceMappingURL=\S+\.map(?:\s*\*/)?\s*$")


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Look for no reference cycles: that takes a tenth of a build, which ends before it fills memory."""
    if command == "build":
        gc.disable()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Start a build: fresh state, the site's own Markdown extensions."""
    global _build
    _build = SiteBuild(config)
    config.markdown_extensions = [*config.markdown_extensions, *_build.extensions]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made rather than written: generated pages, figures, fonts."""
    pages = _build.generated / "pages"
    for source in sorted(pages.rglob("*.md")):
        _add(files, config, source.relative_to(pages).as_posix(), path=source)
    figures = _build.generated / "figures"
    for scheme in SCHEMES:
        for source in sorted(figures.rglob(f"*.{scheme}.svg")):
            _add(files, config, f"{FIGURES}/{source.relative_to(figures).as_posix()}", path=source)
    for uri, content in vendor.published_files(ROOT).items():
        _add(files, config, uri, content=content)
    _add(files, config, number_script.NAME, content=number_script.remembered())
    for source in sorted((_build.generated / "machine").glob("catalogue.*")):
        _add(files, config, f"data/{source.name}", path=source)
    for source in sorted((_build.generated / "machine" / "derivations").glob("*.*")):
        _add(files, config, f"data/derivations/{source.name}", path=source)
    for source in sorted((_build.generated / "machine" / "code").glob("*.js")):
        _add(files, config, f"assets/code/{source.name}", path=source)
    _add(files, config, "objects.inv", content=permanent.inventory(registry().values(), __version__))
    if (Path(config.docs_dir) / "learn" / "test.md").exists():  # a small site has no path
        made = cards.cards(Path(config.docs_dir), _build.numbers, TEX_MACROS)
        _add(files, config, cards.NAME, content=cards.as_text(made))
    if files.get_file_from_path("assets/javascripts/explore/estimators.js"):
        _add(files, config, explorers.ESTIMATES, content=explorers.estimates().encode())
    _bundle(files, config)
    _without_source_maps(files)
    for file in files:
        if fnmatch(file.src_uri, "assets/javascripts/bundle.*.min.js"):
            file.content_string = theme_repairs.mend_script(file.content_string)
    if wanted := os.environ.get("KLDIV_PREVIEW"):
        for file in list(files.documentation_pages()):
            if not any(fnmatch(file.src_uri.rpartition(".")[0], glob) for glob in wanted.split(os.pathsep)):
                files.remove(file)
    _build.files = files
    return files


def _bundle(files: Files, config: MkDocsConfig) -> None:
    """Put one style sheet and one script in the place of those that the configuration names."""

    def taken(name: str) -> str:
        file = files.get_file_from_path(name)
        if file is None:
            raise PluginError(f"mkdocs.yml names {name}, which is not a file of the site")
        files.remove(file)
        return str(file.content_string)

    if styles := [name for name in config.extra_css if files.get_file_from_path(name)]:
        _add(files, config, bundles.STYLE, content=bundles.style(styles, taken).encode())
        config.extra_css = [*(name for name in config.extra_css if name not in styles), bundles.STYLE]
    if config.extra_javascript:
        names = [str(getattr(each, "path", each)) for each in config.extra_javascript]
        _add(files, config, bundles.SCRIPT, content="".join(map(taken, names)).encode())
        script = ExtraScriptValue(bundles.SCRIPT)
        script.defer = True
        config.extra_javascript = [script]


def _without_source_maps(files: Files) -> None:
    """Leave out what only the theme's developers read: a megabyte, and the line by which scripts and styles name it."""
    for file in list(files):
        if file.src_uri.endswith(".map"):
            files.remove(file)
            made = files.get_file_from_path(file.src_uri.removesuffix(".map"))
            if made is not None:
                made.content_string = _NAMED_MAP.sub("", made.content_string)


def _add(files: Files, config: MkDocsConfig, uri: str, path: Path | None = None, content: bytes | None = None) -> None:
    level = InclusionLevel.UNDEFINED if uri.endswith(".md") else InclusionLevel.INCLUDED
    if path is not None:
        files.append(File.generated(config, uri, abs_src_path=str(path), inclusion=level))
    else:
        files.append(File.generated(config, uri, content=content or b"", inclusion=level))


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:
    """Begin a page. A notebook is rendered as Markdown, not as the HTML that mkdocs-jupyter makes of it."""
    _build.start_page(page)
    vars(page).pop("render", None)
    return page


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn a notebook into Markdown, and fill in what the home page and the API reference ask for."""
    uri = page.file.src_uri
    markdown = _build.in_code(api_reference.with_distributions(markdown))
    markdown = explorers.filled(markdown, _build.numbers, _build.context.warn)
    if "[[home:" in markdown:
        markdown = home.fill(markdown, home.parts(_build.generated, _build.numbers, DISTRIBUTIONS))
    plugin = config.plugins.get("mkdocs-jupyter")
    if plugin is None or not plugin.should_include(page.file):
        return markdown
    source = Path(str(page.file.abs_src_path))
    stem = source.stem
    page.meta["description"] = notebooks.description(source)
    settings: Any = plugin.config
    executed = notebooks.execute(source, ROOT, settings["kernel_name"] or "python3")
    for cell in executed.cells:
        cell.source = _build.in_code(cell.source)
    result = notebooks.to_page(executed, f"{stem}-figures", _build.context.warn)
    downloads = {
        f"downloads/{stem}.ipynb": notebook_downloads.as_notebook(executed, _build.numbers),
        f"downloads/{stem}.py": notebook_downloads.as_script(source, _build.numbers),
    }
    folder = posixpath.dirname(uri)
    for name, content in {**result.files, **downloads}.items():
        _add(files, config, posixpath.join(folder, name), content=content)
    links = (
        f'[Download as a notebook](downloads/{stem}.ipynb){{ .nb-download download="{stem}.ipynb" }}\n'
        f'[Download as a Python file](downloads/{stem}.py){{ .nb-download download="{stem}.py" }}'
    )
    links += f"\n\n{runnable.remark(result.runs)}\n{{ .nb-runs }}"
    return re.sub(r"\A(\s*# [^\n]+\n)", rf"\1\n{links}\n", result.markdown, count=1)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Say where a page's numbers come from and how long it takes to read; one that takes too long is a warning."""
    html = tables.mended(html) + provenance.block(html, _build.numbers)
    if not reading_time.is_timed(page.file.src_uri, page.file.generated_by is not None):
        return html
    taken = reading_time.minutes(html)
    for complaint in reading_time.complaints(taken, len(page.file.content_string.splitlines())):
        _build.context.warn(complaint)
    return reading_time.announce(html, taken)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    """Every page is rendered: drop the figures that none of them shows."""
    for file in list(files):
        if file.src_uri.startswith(FIGURES + "/") and file.src_uri not in _build.context.figures:
            files.remove(file)
    for file in [file for file in files if file.src_uri.startswith(search.OF_THE_THEME)]:
        files.remove(file)
    made = _build.search_files(files)
    if files.get_file_from_path(matrix_answers.PAGE):
        made |= _build.matrix_files()
    for uri, content in made.items():
        _add(files, config, uri, content=content)
    script = _build.missing_script(file.page for file in files.documentation_pages() if file.page is not None)
    _add(files, config, missing.NAME, content=script.encode())
    if config.site_url:  # only where the site's address is known can it be shared, or listed by search engines
        for uri, content in sharing.files(config.site_name, config.site_url, vendor.node_modules(ROOT)).items():
            _add(files, config, uri, content=content)
    _build.temml.save()


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    """Give the theme what stands around a page: its place, and what search engines and those who cite it read."""
    context.update(surroundings.of_page(page, nav, config.site_url or SITE_ADDRESS, config.site_name))
    page.previous_page, page.next_page = surroundings.neighbours(page.file.src_uri, nav, _build.files)
    return context


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    """Give the page for what is missing the places too."""
    context["places"] = surroundings.places_at("", context["nav"])
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the mathematics in its place, and into the bibliography where each source is used."""
    _build.context.page = page.file.src_uri

    def locate(equation: Equation) -> tuple[str, str | None]:
        if equation.page == page.file.src_uri:
            return f"#{equation.anchor}", None
        url, title = describe(equation.page)
        return f"{url}#{equation.anchor}", title

    def describe(uri: str) -> tuple[str, str]:
        file = _build.files.get_file_from_path(uri)
        assert file is not None
        assert file.page is not None
        return get_relative_url(file.url, page.url), str(file.page.title)

    output = citations.fill_in_uses(output, _build.context, describe)
    output = swap_in(output, _build.typesetter, locate)
    labels = {equation.anchor: label for label, equation in _build.context.equations.items()}
    return theme_repairs.mend(citing.annotate_equations(output, labels, config.site_url or SITE_ADDRESS, page.url))


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend the page for addresses that do not exist, which the theme makes by itself."""
    return theme_repairs.mend(output) if template_name.endswith(".html") else output


def on_post_build(config: MkDocsConfig) -> None:
    """Keep the formulas rendered by this build for the next, and write the short addresses."""
    _build.temml.save()
    missing = permanent.write_redirects(Path(config.site_dir), registry().values(), config.site_url or "")
    if missing:  # a small site holds few of them; a test of the whole site counts them all
        log.info("%d permanent ids stand on no page of this site, such as %s", len(missing), missing[0])
    gc.enable()
