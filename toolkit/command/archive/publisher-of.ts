// Which service --to means, with its addresses. Each kind is loaded only when it is used.
import { join, resolve } from "node:path";
import { ColophonError } from "../../../src/index.js";
import { openFile } from "../../adapter/file-source.js";
import { httpTo, isOnThisComputer, serviceUrl } from "../../adapter/gateways.js";
import type { FundedPublisher, Publisher } from "../../publish/publisher.js";
import { at, type Io, type ParsedOptions } from "../command.js";

/** The options that say where records go. */
export const SERVICE_OPTIONS = {
  to: { type: "string" },
  "turbo-url": { type: "string" },
  "payment-url": { type: "string" },
  "arweave-url": { type: "string" },
  wallet: { type: "string" },
  "ipfs-dir": { type: "string" },
  "ipfs-api": { type: "string" },
  "local-dir": { type: "string" },
} as const;

type ServiceOptions = ParsedOptions<typeof SERVICE_OPTIONS>["values"];

/** A publisher, and the key whose balance there pays, where that isn't the owner of the records. */
export type Chosen =
  | { readonly kind: "ipfs" | "local"; readonly publisher: Publisher }
  | {
      readonly kind: "turbo" | "turbo-sdk" | "arweave";
      readonly publisher: FundedPublisher;
      readonly payer?: string;
    };

/**
 * @param archiveFolder whose outbox keeps what a publisher has to remember
 * @throws ColophonError USAGE, URL_REFUSED, WALLET_INVALID, FILE_*, PUBLISHER_MISSING
 */
export async function publisherOf(
  options: ServiceOptions,
  archiveFolder: string,
  io: Io,
): Promise<Chosen> {
  const kind = options.to;
  switch (kind) {
    case "turbo": {
      const { turboPublisher } = await import("../../adapter/turbo.js");
      return { kind, publisher: turboPublisher(await turboMeans(options, io)) };
    }
    case "turbo-sdk": {
      const { turboSdkPublisher } = await import("../../adapter/turbo-sdk.js");
      return { kind, publisher: turboSdkPublisher(await turboMeans(options, io)) };
    }
    case "arweave": {
      const { arweavePublisher } = await import("../../adapter/arweave-l1.js");
      const path = needed(options.wallet, kind, "--wallet FILE.json");
      const wallet = await readWallet(at(io, path));
      const url = serviceUrl(options["arweave-url"] ?? "https://arweave.net");
      const journal = join(archiveFolder, "payments");
      const http = httpTo(url, io.signal);
      return { kind, publisher: arweavePublisher({ url, wallet, journal, http }), payer: wallet.n };
    }
    case "ipfs": {
      const { ipfsPublisher } = await import("../../adapter/ipfs-car.js");
      const named = options["ipfs-api"];
      const apiUrl = named === undefined ? {} : { apiUrl: serviceUrl(named) };
      const folder = resolve(io.cwd, needed(options["ipfs-dir"], kind, "--ipfs-dir DIR"));
      const http = httpTo(apiUrl.apiUrl, io.signal);
      return { kind, publisher: ipfsPublisher({ folder, ...apiUrl, http }) };
    }
    case "local": {
      const { localPublisher } = await import("../../publish/local.js");
      const folder = needed(options["local-dir"], kind, "--local-dir DIR");
      return { kind, publisher: localPublisher(resolve(io.cwd, folder)) };
    }
    default:
      throw new ColophonError(
        "USAGE",
        kind === undefined ? "say where records go: --to KIND" : `there is no service "${kind}"`,
        { hint: "choose from: turbo, turbo-sdk, arweave, ipfs, local" },
      );
  }
}

/** The services of turbo and turbo-sdk. A payment service is never guessed: it decides what is shown as the price. */
async function turboMeans(options: ServiceOptions, io: Io) {
  const { TURBO } = await import("../../adapter/turbo.js");
  const uploadUrl = serviceUrl(options["turbo-url"] ?? TURBO.upload);
  const payment = options["payment-url"];
  if (payment === undefined && uploadUrl !== TURBO.upload && !isOnThisComputer(uploadUrl))
    throw new ColophonError("USAGE", `say which payment service goes with ${uploadUrl}`, {
      hint: "nothing was sent; add: --payment-url URL",
    });
  const paymentUrl =
    payment !== undefined
      ? serviceUrl(payment)
      : uploadUrl === TURBO.upload
        ? TURBO.payment
        : uploadUrl;
  const upload = httpTo(uploadUrl, io.signal);
  const pay = httpTo(paymentUrl, io.signal);
  const http: typeof upload = (url, question) =>
    (url.startsWith(`${paymentUrl}/`) ? pay : upload)(url, question);
  return { uploadUrl, paymentUrl, http };
}

/** @throws ColophonError WALLET_INVALID, FILE_* */
async function readWallet(path: string) {
  const { walletOf } = await import("../../adapter/arweave.js");
  const file = await openFile(path);
  try {
    const bytes = await file.read(0, Math.min(file.size, LARGEST_WALLET));
    return await walletOf(Buffer.from(bytes).toString("utf8"));
  } finally {
    await file.close();
  }
}

/** More than walletOf takes: what is longer is no wallet. */
const LARGEST_WALLET = 65_536;

function needed(value: string | undefined, kind: string, usage: string): string {
  if (value) return value;
  const [option = ""] = usage.split(" ");
  throw new ColophonError("USAGE", `--to ${kind} needs ${option}`, {
    hint: `nothing was sent; add: ${usage}`,
  });
}
