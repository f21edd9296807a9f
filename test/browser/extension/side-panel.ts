// Chromium's real side panel: no page to Playwright, but a target to DevTools, which is spoken to in messages.
import type { CDPSession } from "playwright-core";

/** The text of the target at an address; empty where it doesn't say within a few seconds. */
export async function textOf(session: CDPSession, url: string): Promise<string> {
  const { targetInfos } = await session.send("Target.getTargets");
  const target = targetInfos.find((one) => one.url === url);
  if (!target) return "";
  const { sessionId } = await session.send("Target.attachToTarget", {
    targetId: target.targetId,
    flatten: false,
  });
  const said = new Promise<string>((done) => {
    setTimeout(() => done(""), 3000);
    session.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result } = JSON.parse(message) as {
        id?: number;
        result?: { result?: { value?: string } };
      };
      if (id === 1) done(result?.result?.value ?? "");
    });
  });
  await session.send("Target.sendMessageToTarget", {
    sessionId,
    message: JSON.stringify({
      id: 1,
      method: "Runtime.evaluate",
      params: { expression: "document.body.innerText" },
    }),
  });
  const text = await said;
  await session.detach();
  return text;
}
