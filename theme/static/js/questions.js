// Links to answers are copied when they are chosen. Without this script they are ordinary links.

for (const link of document.querySelectorAll(".copy-link"))
  link.onclick = async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      link.nextElementSibling.textContent = link.dataset.copied;
    } catch {
      location.assign(link.href);
    }
  };
