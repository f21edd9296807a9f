// A landscape painted by code: the picture behind the demo and every media fixture.
// Guarantees: the same arguments give the same pixels; no fonts, no files, no chance.
import sharp from "sharp";

/** Rolling numbers from a seed (xorshift32), so that film grain is the same on every run. */
function grainSource(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The outline of a hill range as an SVG path, in a space of 1200 by 800. */
function ridge(height, roughness, phase) {
  const points = [];
  for (let x = 0; x <= 1200; x += 12) {
    const y =
      height +
      roughness * 0.55 * Math.sin(x / 190 + phase) +
      roughness * 0.3 * Math.sin(x / 71 + phase * 2.3) +
      roughness * 0.15 * Math.sin(x / 23 + phase * 5.1);
    points.push(`${x},${y.toFixed(1)}`);
  }
  return `M0,800 L${points.join(" ")} L1200,800 Z`;
}

/** Pines along the near shore, each three stacked triangles. */
function pines() {
  const next = grainSource(77);
  let out = "";
  for (let i = 0; i < 46; i++) {
    const x = 1200 * next();
    const size = 26 + 46 * next();
    const y = 772 + 20 * next();
    for (const [half, top, foot] of [
      [0.2, 1, 0.55],
      [0.27, 0.72, 0.28],
      [0.34, 0.46, 0],
    ]) {
      const left = (x - half * size).toFixed(1);
      const right = (x + half * size).toFixed(1);
      out += `M${left},${(y - foot * size).toFixed(1)} L${x.toFixed(1)},${(y - top * size).toFixed(1)} L${right},${(y - foot * size).toFixed(1)} Z `;
    }
  }
  return out;
}

/** The scene as SVG; `frame` moves sun and clouds a little. */
export function sceneSvg(width, height, frame = 0) {
  const sun = 905 - 14 * frame;
  const drift = 18 * frame;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1200 800" preserveAspectRatio="xMidYMid slice">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2f4f86"/><stop offset="0.45" stop-color="#e08f6d"/><stop offset="0.62" stop-color="#fbd9a0"/></linearGradient>
<linearGradient id="lake" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f3c592"/><stop offset="1" stop-color="#35507a"/></linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="#fff6dc"/><stop offset="0.18" stop-color="#ffe2a6" stop-opacity="0.9"/><stop offset="1" stop-color="#ffcf8a" stop-opacity="0"/></radialGradient>
</defs>
<rect width="1200" height="800" fill="url(#sky)"/>
<circle cx="${sun}" cy="352" r="300" fill="url(#glow)"/><circle cx="${sun}" cy="352" r="38" fill="#fffaf0"/>
<g fill="#ffe9d2" fill-opacity="0.35"><ellipse cx="${200 + drift}" cy="170" rx="190" ry="13"/><ellipse cx="${330 + drift}" cy="196" rx="240" ry="10"/><ellipse cx="${930 + drift}" cy="120" rx="210" ry="12"/></g>
<path d="${ridge(430, 120, 0.4)}" fill="#7d7399"/>
<path d="${ridge(490, 80, 2.1)}" fill="#5a5b84"/>
<path d="${ridge(535, 46, 4.2)}" fill="#3d476c"/>
<rect y="590" width="1200" height="210" fill="url(#lake)"/>
<g fill="#fff1cf" fill-opacity="0.5"><rect x="${sun - 70}" y="606" width="140" height="4"/><rect x="${sun - 52}" y="624" width="104" height="4"/><rect x="${sun - 84}" y="648" width="168" height="5"/><rect x="${sun - 46}" y="676" width="92" height="5"/></g>
<path d="${ridge(752, 26, 1.2)}" fill="#1d2b33"/>
<path d="${pines()}" fill="#16222a"/>
</svg>`;
}

/**
 * The scene as raw RGB pixels with film grain, which gives files of the size that cameras make.
 * `grain` is the peak deviation of a channel, 0 to 255.
 */
export async function paintScene(width, height, { frame = 0, grain = 10 } = {}) {
  const { data } = await sharp(Buffer.from(sceneSvg(width, height, frame)))
    .flatten()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const next = grainSource(2024 + frame);
  for (let i = 0; i < data.length; i += 3) {
    const lift = (next() + next() - 1) * grain;
    for (let c = 0; c < 3; c++) {
      data[i + c] = Math.max(0, Math.min(255, Math.round(data[i + c] + lift)));
    }
  }
  return { data, width, height };
}

/** A sharp pipeline over the painted scene. */
export async function scene(width, height, options = {}) {
  const { data } = await paintScene(width, height, options);
  return sharp(data, { raw: { width, height, channels: 3 } });
}
