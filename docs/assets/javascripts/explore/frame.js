/* The life of an explorer: it is registered by name, opened on its element, begun anew when it is reset or the address
   says something else. Its state stands in the address after #x-NAME: and is read from there alone. */
"use strict";

window.kldivExplore = (() => {
  const { html, saveDrawing } = window.kldivDrawing;
  const HERE = document.currentScript.src;
  const QUIET = 700; // how long the reader's hand must rest before a screen reader is told
  const FRAME = 12; // milliseconds that a frame may take of its sixtieth of a second
  const REST = 120; // how long the hand must rest before what is slow follows it
  const WRITING = 300; // browsers refuse an address that changes more often than some hundred times in half a minute
  const starts = new Map();
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");

  function stateOf(name) {
    const [, owner, text] = location.hash.match(/^#x-([a-z-]+):(.*)$/) ?? [];
    return owner === name ? Object.fromEntries(new URLSearchParams(text)) : {};
  }

  /* Commas and full stops stay legible. */
  const written = (state) => Object.entries(state)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");

  function rewrite(hash) {
    try {
      history.replaceState(history.state, "", hash || location.pathname + location.search);
    } catch { /* where the browser refuses, the view is not in the address */ }
  }

  /* One life: from a start to the next. What it began ends with it. */
  class Life {
    constructor(view, state) {
      Object.assign(this, { ...window.kldivDrawing, ...window.kldivControls });
      this.view = view;
      this.data = view.element.dataset;
      this.state = state;
      this.ended = false;
      this.waiting = new Set();
      this.fits = [];
      this.asked = null;
      this.late = 0;
    }

    get reduced() { return reduced.matches; }

    /* Call often, drawn once a frame at most. */
    batched(draw) {
      return () => {
        this.waiting.add(draw);
        this.asked ??= requestAnimationFrame((began) => {
          this.flush();
          // That is done when the frame has been laid out and painted.
          setTimeout(() => { this.late = performance.now() - began > FRAME ? this.late + 1 : 0; });
        });
      };
    }

    /* What need not keep up with the hand: done at once where frames are quick; when it rests, where they are not. */
    unhurried(work, waits) {
      let [slow, asked] = [false, null];
      return () => {
        slow ||= this.late > 2;
        if (!slow) return work();
        waits(true);
        clearTimeout(asked);
        asked = setTimeout(() => {
          if (this.ended) return;
          waits(false);
          work();
        }, REST);
      };
    }

    /* What waits is drawn at once: nothing is seen half done when an explorer starts or its width changes. */
    flush() {
      cancelAnimationFrame(this.asked);
      this.asked = null;
      const draws = [...this.waiting];
      this.waiting.clear();
      if (!this.ended) draws.forEach((draw) => this.attempt(draw));
    }

    /* What a drawing lacks it throws the promise of, and is drawn again when that is here. */
    attempt(draw) {
      try {
        draw();
      } catch (lacking) {
        if (!(lacking instanceof Promise)) throw lacking;
        lacking.then(this.batched(draw), () => this.view.tell("A part of this page could not be fetched."));
      }
    }

    /* A clock that calls a step each frame: {start, stop, running}. It rests while the page is hidden. */
    clock(step) {
      let asked = 0;
      const clock = { running: false };
      const tick = (time) => {
        if (this.ended) return;
        asked = requestAnimationFrame(tick);
        step(time); // may stop it
      };
      clock.start = () => {
        clock.stop();
        clock.running = true;
        asked = requestAnimationFrame(tick);
      };
      clock.stop = () => {
        clock.running = false;
        cancelAnimationFrame(asked);
      };
      return clock;
    }

    /* A drawing in pixels of the screen, as high as is said, or as `height` says of a width. `lay` is called with its
       width and height, now and whenever they change. */
    drawing(label, height, lay) {
      const high = typeof height === "function" ? height : () => height;
      const room = high(this.view.root.clientWidth);
      const svg = this.svg("svg", { class: "explorer-drawing", role: "group", "aria-label": label, height: room });
      const fit = (width) => {
        this.set(svg, { viewBox: `0 0 ${width} ${high(width)}`, width, height: high(width) });
        lay(width, high(width));
        this.flush();
      };
      let last = 0;
      const follow = (width) => {
        if (!this.ended && width && width !== last) fit(last = width);
      };
      this.fits.push(() => follow(this.frame(svg).clientWidth));
      new ResizeObserver(([{ contentRect }], observer) => {
        if (this.ended) observer.disconnect();
        follow(Math.round(contentRect.width));
      }).observe(this.frame(svg));
      return svg;
    }

    /* The box that gives a drawing its width; place this, not the drawing. */
    frame(svg) {
      svg.frame ??= html("div", { class: "explorer-sheet" }, svg);
      return svg.frame;
    }

    /* The state of this view into the address, and a sentence for those who listen. */
    settle(state, sentence) {
      this.view.keep(state);
      if (sentence) this.say(sentence);
    }

    say(sentence) {
      clearTimeout(this.view.speaking);
      this.view.speaking = setTimeout(() => {
        this.view.said.textContent = typeof sentence === "function" ? sentence() : sentence;
      }, QUIET);
    }
  }

  class View {
    constructor(element, name) {
      Object.assign(this, { element, name });
      this.root = html("div", { class: "explorer-root" });
      this.said = html("output", { class: "spoken", "aria-live": "polite" });
      this.told = html("output", { class: "explorer-told" });
      this.live = html("div", { class: "explorer-live", role: "group", "aria-label": element.dataset.title ?? name });
      this.live.append(this.root, this.foot(), this.said);
      const still = html("div", { class: "explorer-still" });
      still.append(...element.childNodes);
      element.append(still, this.live);
      this.begin(stateOf(name));
      this.download.hidden = !this.root.querySelector("svg");
      element.classList.add("started");
      addEventListener("hashchange", () => {
        if (location.hash.startsWith(`#x-${name}:`)) this.begin(stateOf(name));
      });
    }

    begin(state) {
      if (this.life) this.life.ended = true;
      this.leaveUnwritten();
      clearTimeout(this.speaking);
      this.kept = state;
      this.life = new Life(this, state);
      this.root.replaceChildren();
      starts.get(this.name)(this.root, state, this.life);
      this.life.fits.forEach((fit) => fit());
    }

    keep(state) {
      this.kept = state;
      this.writing ??= setTimeout(() => this.write(), WRITING);
    }

    leaveUnwritten() {
      clearTimeout(this.writing);
      this.writing = null;
    }

    write() {
      this.leaveUnwritten();
      rewrite(`#x-${this.name}:${written(this.kept)}`);
    }

    address(search = "") {
      const state = written(this.kept);
      return new URL(`${search}${state && `#x-${this.name}:${state}`}`, location.href.replace(/[?#].*/, "")).href;
    }

    foot() {
      const button = (text, press) => {
        const made = html("button", { type: "button" }, text);
        made.addEventListener("click", press);
        return made;
      };
      return html("div", { class: "explorer-foot" },
        button("Reset", () => {
          this.begin({});
          this.leaveUnwritten();
          if (location.hash.startsWith("#x-")) rewrite("");
          this.tell("As it was at first.");
        }),
        button("Copy link", () => this.copy(this.address(), "The link to this view is copied.")),
        button("Embed", () => this.copy(this.snippet(), "Copied: a frame for your own page.")),
        this.download = button("Download SVG", () => saveDrawing(this.root.querySelector("svg"), `${this.name}.svg`)),
        this.told);
    }

    snippet() {
      const frame = html("iframe", {
        src: this.address(`?embed=${this.name}`), title: this.live.getAttribute("aria-label"),
        width: "100%", height: Math.ceil(this.live.offsetHeight) + 20, loading: "lazy",
      });
      return frame.outerHTML;
    }

    async copy(text, said) {
      try {
        await navigator.clipboard.writeText(text);
        this.tell(said);
      } catch { // nothing may be copied here: then it stands there to be taken
        this.told.replaceChildren(html("input", { readonly: "", "aria-label": "To copy", value: text }));
        this.told.firstChild.select();
      }
    }

    tell(text) {
      this.told.textContent = text;
      clearTimeout(this.telling);
      this.telling = setTimeout(() => { this.told.textContent = ""; }, 4000);
    }
  }

  return {
    /* Where this script lies: what an explorer asks for besides is found from there. */
    address: HERE,
    /* start(root, state, tools): fills the empty root. `state` holds texts from the address, whatever they say. */
    register: (name, start) => starts.set(name, start),
    open: (element, name) => starts.has(name) && new View(element, name),
  };
})();
