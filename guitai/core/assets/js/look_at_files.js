// Opens attachments in place: pages, zoom, turning, by mouse and by keys. Without scripts each link leads to a page.
// <ul data-look-at-files><li><a data-file data-name data-pages="2" data-picture="…/pages/0.jpg">…</a></ul><dialog>…</dialog>
const ZOOMS = [0.35, 0.5, 0.75, 1, 1.5, 2, 3];
const KEYS = { arrowleft: "before", arrowright: "after", "+": "larger", "=": "larger", "-": "smaller", r: "turn" };

export function startAll(root = document) {
  for (const list of root.querySelectorAll("[data-look-at-files]")) start(root, list, list.parentElement.querySelector("dialog"));
}

function start(root, list, dialog) {
  const files = [...list.querySelectorAll("[data-file]")];
  const image = dialog.querySelector("img");
  const at = { file: 0, page: 1, zoom: 1, turn: 0 };

  function show() {
    const { name, pages, picture } = files[at.file].dataset;
    image.src = picture.replace("/0.jpg", `/${at.page}.jpg`) + (at.turn ? `?turn=${at.turn}` : "");
    image.alt = `${name} ${at.page} / ${pages}`;
    dialog.querySelector("h2").textContent = name;
    dialog.querySelector("[aria-live]").textContent = `${at.page} / ${pages}`;
    zoom();
  }

  function zoom() {
    image.style.setProperty("--zoom", ZOOMS[at.zoom]);
  }

  function step(by) {
    const page = at.page + by;
    if (page >= 1 && page <= Number(files[at.file].dataset.pages)) at.page = page;
    else {
      at.file = (at.file + by + files.length) % files.length;
      at.page = by > 0 ? 1 : Number(files[at.file].dataset.pages);
      at.turn = 0;
    }
    show();
  }

  const DO = {
    before: () => step(-1),
    after: () => step(1),
    larger: () => { at.zoom = Math.min(at.zoom + 1, ZOOMS.length - 1); zoom(); },
    smaller: () => { at.zoom = Math.max(at.zoom - 1, 0); zoom(); },
    turn: () => { at.turn = (at.turn + 90) % 360; show(); },
    close: () => dialog.close(),
  };

  function open(ref) {
    Object.assign(at, { file: Math.max(files.findIndex((file) => file.dataset.file === ref), 0), page: 1, zoom: 1, turn: 0 });
    show();
    dialog.showModal();
  }

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-file], [data-look]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset.file ?? link.dataset.look);
  });
  dialog.addEventListener("click", (event) => DO[event.target.closest("[data-do]")?.dataset.do]?.());
  dialog.addEventListener("keydown", (event) => {
    const what = KEYS[event.key.toLowerCase()];
    if (!what || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    DO[what]();
  });
}
