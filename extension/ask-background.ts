// Questions to the background, which ends when it has nothing to do and is woken by the next question. In the moment in which
// it goes to sleep or wakes up, the browser may say that nobody is there: then the question is asked again.
import { browser } from "./browser.js";
import type { ToBackground } from "./messages.js";
import { untilAnswered } from "./shown-again.js";

/** Before the second time and the third; each question may be asked twice without harm. */
const PAUSES_MS = [60, 240];

/**
 * Asks or tells the background.
 * @throws what the browser says when nobody answers, however often it is asked; at once when the extension itself has gone
 */
export function askBackground(message: ToBackground): Promise<unknown> {
  return untilAnswered(() => ask(message));
}

async function ask(message: ToBackground): Promise<unknown> {
  for (const pause of PAUSES_MS)
    try {
      return await browser.runtime.sendMessage(message);
    } catch (error) {
      if (browser.runtime.id === undefined) throw error;
      await new Promise((again) => setTimeout(again, pause));
    }
  return browser.runtime.sendMessage(message);
}
