"""The package's addresses, from where it is released: `release.yml` says them, and no file has to be kept in step."""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Addresses(MetadataHookInterface):
    """Fills `[project.urls]`; where nothing is said, as on one's own machine, there are none."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses that the environment names."""
        site, source = (os.environ.get(name, "") for name in ("KLDIV_SITE_URL", "KLDIV_SOURCE_URL"))
        found = {
            "Documentation": site,
            "Source": source,
            "Issues": source and f"{source}/issues",
            "Changelog": source and f"{source}/blob/main/CHANGELOG.md",
        }
        metadata["urls"] = {name: address for name, address in found.items() if address}
