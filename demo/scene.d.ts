// Types of scene.js, for the test fixtures that paint with it.
import type { Sharp } from "sharp";

interface PaintOptions {
  readonly frame?: number;
  readonly grain?: number;
}
export function sceneSvg(width: number, height: number, frame?: number): string;
export function paintScene(
  width: number,
  height: number,
  options?: PaintOptions,
): Promise<{ data: Buffer; width: number; height: number }>;
export function scene(width: number, height: number, options?: PaintOptions): Promise<Sharp>;
