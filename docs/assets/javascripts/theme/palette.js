/* The palette that the reader chose, before anything of the page is painted. */
"use strict";

{
  const { color } = window.__md_get("__palette") || {};
  if (color) {
    if (color.media === "(prefers-color-scheme)") { // as the system has it
      const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
      const { dataset } = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`);
      color.media = dataset.mdColorMedia;
      color.scheme = dataset.mdColorScheme;
      color.primary = dataset.mdColorPrimary;
      color.accent = dataset.mdColorAccent;
    }
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
  }
}
