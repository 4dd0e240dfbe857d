// Counts characters that are left, and shows chosen photos before they are sent.
export function counters(root) {
  for (const field of root.querySelectorAll("textarea[data-limit]")) {
    const out = document.getElementById(`${field.id}-left`);
    const limit = Number(field.dataset.limit);
    const count = () => {
      const left = limit - [...field.value].length;
      const pattern = left < 0 ? field.dataset.over : left === 1 ? field.dataset.leftOne : field.dataset.left;
      out.textContent = pattern.replace("#", Math.abs(left).toLocaleString());
      out.classList.toggle("over", left < 0);
      out.hidden = left > limit * 0.5 && left > 100;
    };
    field.addEventListener("input", count);
    count();
  }
}

export function previews(root) {
  for (const box of root.querySelectorAll("[data-files]")) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector(".previews");
    input.addEventListener("change", () => show(input, list, box.dataset.remove));
  }
}

function show(input, list, remove) {
  for (const old of list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
  list.replaceChildren(...[...input.files].map((file, index) => entry(file, index, input, list, remove)));
}

function entry(file, index, input, list, remove) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = file.name;
    picture.src = URL.createObjectURL(file);
    item.append(picture);
  } else {
    const name = document.createElement("span");
    name.className = "file-name";
    name.textContent = file.name;
    item.append(name);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = remove;
  button.setAttribute("aria-label", `${remove}: ${file.name}`);
  button.addEventListener("click", () => {
    const kept = new DataTransfer();
    [...input.files].forEach((each, place) => place === index || kept.items.add(each));
    input.files = kept.files;
    show(input, list, remove);
    input.focus();
  });
  item.append(button);
  return item;
}
