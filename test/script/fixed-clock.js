// Stops the clock for sessions (node --import): lines break where they always break, and certificates last.
// performance.now and timers go on; files keep the times that the disk gives them.
const NOW = Date.UTC(2026, 2, 4, 12, 33, 20);

globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length === 0) super(NOW);
    else super(...parts);
  }
  static now() {
    return NOW;
  }
};
