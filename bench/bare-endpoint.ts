import { createPublicKey, verify } from "node:crypto";
import express from "express";

/** The least that any receiver must do: parse and verify, keep nothing. What Flowrun is compared with. */
const [keysUrl = ""] = process.argv.slice(2);
const keys = new Map<string, ReturnType<typeof createPublicKey>>();

async function keyAt(path: string): Promise<ReturnType<typeof createPublicKey>> {
  const known = keys.get(path);
  if (known !== undefined) return known;
  const key = createPublicKey(await (await fetch(new URL(path, keysUrl))).text());
  keys.set(path, key);
  return key;
}

const web = express();
web.post(
  "/webhooks/adobe",
  express.raw({ type: "application/json" }),
  async (request, response) => {
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const key = await keyAt(String(request.headers["x-adobe-public-key1-path"]));
    const signature = Buffer.from(String(request.headers["x-adobe-digital-signature-1"]), "base64");
    const good = verify("sha256", bytes, key, signature);
    JSON.parse(bytes.toString());
    response.status(good ? 200 : 401).end();
  },
);
const server = web.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ port, msg: "listening" })}\n`);
});
