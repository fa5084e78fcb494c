import { expect, test } from "@jest/globals";
import { quoted, redact } from "../../../src/slack/redact.ts";

test.each([
  ["Sftp server '203.0.113.14', SocketErrorCode", "Sftp server '(address)', SocketErrorCode"],
  ["connect 10.0.0.5:22.", "connect (address)."],
  ["host fe80::1: timed out", "host (address): timed out"],
  ["[2001:db8::8a2e:370:7334]:443", "[(address)]:443"],
  ["ask bob.smith+x@mail.example.com, please", "ask (e-mail), please"],
  ["login svc_user@203.0.113.14 refused", "login (e-mail) refused"],
  ["GET https://h.example/a/b?sig=abc&x=1 failed", "GET https://h.example/a/b?(query) failed"],
  ["sftp://bob:hunter2@h.example/in/f.csv", "sftp://h.example/in/f.csv"],
  ["https://h.example/#access_token=abc", "https://h.example/?(query)"],
  ["Password=hunter2;Server=db", "Password=(secret);Server=db"],
  ['{"password": "hun ter2", "a": 1}', '{"password": (secret), "a": 1}'],
  ['pwd="not closed', "pwd=(secret) closed"],
  ["sig=a%2Fb%3D", "sig=(secret)"],
  ["AccountName=x;AccountKey=Zm9vYmFy==;Suffix=y", "AccountName=x;AccountKey=(secret);Suffix=y"],
  ["SharedAccessKey=Zm9vYmFy=", "SharedAccessKey=(secret)"],
  ["client_secret: s3cr3t", "client_secret: (secret)"],
  ["Authorization: Bearer eyJhbGciOi.abc-def", "Authorization: Bearer (token)"],
  ["key p8Kd93jFh2Lq0ZxV7bNm4RtY6wQs1Ae5 used", "key (key) used"],
  ["hash 3f786850e387550fdab836ed7e6dc881de23001b", "hash (key)"],
])("%j is quoted as %j", (text, safe) => {
  expect(redact(text)).toBe(safe);
});

test.each([
  "run d9024c32-2174-4271-824c-322174627101 at 12:10:33",
  "file wx_medallia_export_combined_2023_11_final_version.csv",
  "Microsoft.DataTransfer.Common.Shared.HybridDeliveryException",
  "organisation 5C1328435BF324E90A49402A@AdobeOrg",
  "std::vector, version 1.2.3",
  "We are unable to locate any files uploaded for this batch.",
])("%j has nothing to hide", (text) => {
  expect(redact(text)).toBe(text);
});

test("invisible characters do not hide an address from it", () => {
  expect(quoted("mail bo\u200Bb@exam\u202Eple.com", 100)).toBe("mail (e-mail)");
});

test("an address at the cut goes as a whole", () => {
  expect(quoted(`${"x ".repeat(10)}bob@example.com`, 28)).toBe(`${"x ".repeat(10)}(e-mail)`);
});

test.each([
  ["letters", "a"],
  ["digits and points", "1."],
  ["colons", "::"],
  ["hexadecimal", "ab:"],
  ["at signs", "a@"],
  ["schemes", "a+"],
  ["half addresses", "https://"],
  ["secrets", "password="],
  ["quoted secrets", 'password="'],
  ["mixed quotes", "pwd='\""],
  ["bearers", "bearer "],
  ["blanks", " "],
  ["keys", "aB3"],
])("100,000 characters of %s take no longer than a blink", (_what, unit) => {
  const text = unit.repeat(Math.ceil(100_000 / unit.length));
  const started = performance.now();

  redact(text);

  expect(performance.now() - started).toBeLessThan(5_000);
});
