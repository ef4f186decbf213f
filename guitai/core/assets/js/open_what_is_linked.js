// A link to something inside a closed section opens the section: <details id="history">…</details>, <a href="#history">.
export function startAll(root = document) {
  const reveal = () => {
    const target = location.hash.length > 1 && root.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target; part; part = part.parentElement?.closest("details")) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  root.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal();
  });
  reveal();
}
