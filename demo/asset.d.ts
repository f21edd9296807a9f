// Types of asset.js, for the test that looks at the demo's media.
export function makeDemoPhoto(): Promise<Uint8Array>;
export function makeDemoIllustration(): Promise<Uint8Array>;
export function makeDemoClip(): Promise<Uint8Array>;
