// The small search on other pages: it leads to /near-me/, where the search itself is.

for (const form of document.querySelectorAll("[data-near-me]"))
  form.onsubmit = (event) => {
    event.preventDefault();
    const { value } = form.querySelector("input");
    const filter = form.dataset.nearMe && `&treatment=${form.dataset.nearMe}`;
    location.assign(`/near-me/#${new URLSearchParams({ q: value.trim() })}${filter}`);
  };
