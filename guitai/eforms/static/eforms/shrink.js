// Makes large photos smaller before they are sent, so that a slow connection does not lose them.
// <input type="file" data-shrink>. Without JavaScript the server does the same.
const LONGEST_SIDE = 3000;
const SMALL_ENOUGH = 2 * 1024 * 1024;

async function shrunk(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL_ENOUGH) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
}

export function startAll(root = document) {
  for (const input of root.querySelectorAll("input[type=file][data-shrink]")) {
    input.addEventListener("change", async () => {
      const chosen = new DataTransfer();
      try {
        for (const file of input.files) chosen.items.add(await shrunk(file));
        input.files = chosen.files;
      } catch {
        // the picture goes as it is; the server judges it
      }
    });
  }
}

startAll();
