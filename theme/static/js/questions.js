// Links to answers are copied when they are chosen. Without this script they are ordinary links, and
// with a key that asks for another tab or window they stay such.

for (const link of document.querySelectorAll(".copy-link"))
  link.onclick = async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.nextElementSibling.textContent = link.dataset.copied;
    } catch {
      location.assign(link.href);
    }
  };
