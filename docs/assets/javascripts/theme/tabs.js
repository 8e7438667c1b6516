/* Tabs of the same name are open on every page, and the one that an address names is open. */
"use strict";

{
  const chosen = window.__md_get("__tabs");
  for (const set of Array.isArray(chosen) ? document.querySelectorAll(".tabbed-set") : []) {
    const labels = [...set.querySelectorAll(".tabbed-labels label")];
    const label = chosen.map((tab) => labels.find((one) => one.innerText.trim() === tab)).find(Boolean);
    if (label) document.getElementById(label.htmlFor).checked = true;
  }
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.name) target.checked = target.name.startsWith("__tabbed_");
}
