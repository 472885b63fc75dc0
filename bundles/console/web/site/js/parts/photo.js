// SPDX-License-Identifier: Apache-2.0
// A photo as it comes from a phone, made small enough for a plant's network before it is sent.

import { bytes } from "../words.js";

const EDGE = 1600;
const QUALITY = 0.82;
/** A phone that decodes more than this may run out of memory. */
const LIMIT = 40 << 20;

/** A JPEG of at most 1600 pixels an edge; refuses in words what is no picture or far too big. */
export async function scaled(file) {
  const what = `${file.name || "This file"} (${bytes(file.size)})`;
  if (file.size > LIMIT) throw new Error(`${what} is too big to be read here. Take the photo at a lower resolution; up to ${bytes(LIMIT)} is made smaller by itself.`);
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new Error(`${what} is not a picture that this browser can read. Take a JPEG, PNG or WebP; nothing else on this page is lost.`);
  }
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error(`${what} could not be made smaller. Take the photo again.`))), "image/jpeg", QUALITY));
}
