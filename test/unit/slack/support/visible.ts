import type { SlackMessage } from "../../../../src/slack/message.ts";

/** What a person sees of a message, line by line and in order; dates and mentions as Slack would show them. */
export function visible(message: Pick<SlackMessage, "blocks">): string[] {
  return message.blocks.flatMap((block) => blockLines(toNode(block)));
}

/** Everything visible, in one text. */
export function shown(message: Pick<SlackMessage, "blocks">): string {
  return visible(message).join("\n");
}

type Node = { readonly [key: string]: unknown };

const toNode = (value: unknown): Node => value as Node;
const toNodes = (value: unknown): Node[] => (Array.isArray(value) ? (value as Node[]) : []);

function blockLines(block: Node): string[] {
  switch (block["type"]) {
    case "header":
      return [`# ${textOf(block["text"])}`];
    case "section": {
      const lines = block["text"] === undefined ? [] : textOf(block["text"]).split("\n");
      const accessory = block["accessory"];
      return accessory === undefined ? lines : [...lines, elementText(toNode(accessory))];
    }
    case "context":
      return toNodes(block["elements"]).flatMap((element) =>
        textOf(element)
          .split("\n")
          .map((line) => `  ${line}`),
      );
    case "actions":
      return [toNodes(block["elements"]).map(elementText).join(" ")];
    case "rich_text":
      return toNodes(block["elements"]).flatMap(richLines);
    case "table":
      return (block["rows"] as unknown[]).map((row) =>
        toNodes(row)
          .map((cell) => cellText(cell))
          .join(" | "),
      );
    case "input":
      return [
        `${textOf(block["label"])} [${String(block["optional"] === true ? "optional" : "")}]`,
      ];
    default:
      throw new Error(`no way to show a block of type ${String(block["type"])}`);
  }
}

function cellText(cell: Node): string {
  return cell["type"] === "rich_text"
    ? toNodes(cell["elements"]).flatMap(richLines).join(" ")
    : String(cell["text"]);
}

function richLines(element: Node): string[] {
  const elements = toNodes(element["elements"]);
  switch (element["type"]) {
    case "rich_text_section":
      return elements.map(leafText).join("").split("\n");
    case "rich_text_list":
      return elements.map(
        (item, index) => `${index + 1}. ${toNodes(item["elements"]).map(leafText).join("")}`,
      );
    case "rich_text_quote":
      return [`| ${elements.map(leafText).join("")}`];
    case "rich_text_preformatted":
      return elements
        .map(leafText)
        .join("")
        .split("\n")
        .map((line) => `    ${line}`);
    default:
      throw new Error(`no way to show ${String(element["type"])}`);
  }
}

function leafText(leaf: Node): string {
  if (leaf["type"] === "date") return String(leaf["fallback"]);
  if (leaf["type"] === "user") return `@${String(leaf["user_id"])}`;
  return String(leaf["text"]);
}

function elementText(element: Node): string {
  return `[${textOf(element["text"])}]`;
}

function textOf(value: unknown): string {
  const node = toNode(value);
  const text = String(node["text"]);
  if (node["type"] === "plain_text") return text;
  return text
    .replace(/<!date\^\d+\^[^|]+\|([^>]*)>/g, "$1")
    .replace(/<@([A-Z0-9]+)>/g, "@$1")
    .replace(/<https:[^|>]+\|([^>]*)>/g, "$1")
    .replaceAll(/[*`]/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Every button of a message, as Slack would get it. */
export function buttonsOf(message: Pick<SlackMessage, "blocks">): Node[] {
  return message.blocks.flatMap((block) => {
    const node = toNode(block);
    const accessory = node["accessory"] === undefined ? [] : [toNode(node["accessory"])];
    return node["type"] === "actions" ? toNodes(node["elements"]) : accessory;
  });
}

/** Every text in which Slack reads markup. */
export function markupOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupOf);
  if (typeof value !== "object" || value === null) return [];
  const node = toNode(value);
  const own = node["type"] === "mrkdwn" ? [String(node["text"])] : [];
  return [...own, ...Object.values(node).flatMap(markupOf)];
}
