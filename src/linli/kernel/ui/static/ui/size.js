// Large type without loading the page again; the cookie keeps it for the next page.
export function typeSize() {
  const link = document.querySelector("[data-size-switch]");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    const size = document.documentElement.dataset.size === "large" ? "normal" : "large";
    document.documentElement.dataset.size = size;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `size=${size}; path=/; max-age=31536000; samesite=lax${secure}`;
    link.textContent = size === "large" ? link.dataset.normal : link.dataset.large;
    const target = new URL(link.href);
    target.searchParams.set("size", size === "large" ? "normal" : "large");
    link.href = target.href;
  });
}
