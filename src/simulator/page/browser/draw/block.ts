import type { JsonObject } from "../../contract.ts";
import { drawControl } from "../controls/control.ts";
import { drawInput } from "../controls/input-block.ts";
import { objectsAt, stringAt } from "../text/block-json.ts";
import { drawContainer } from "./container.ts";
import { drawDataTable } from "./data-table.ts";
import type { DrawContext } from "./draw-context.ts";
import { el } from "./element.ts";
import { drawRichText } from "./rich-text.ts";
import { drawSection } from "./section.ts";
import {
  drawAlertBlock,
  drawContext,
  drawDivider,
  drawHeader,
  drawImage,
  drawUnknown,
} from "./simple-blocks.ts";
import { drawTable } from "./table.ts";

const BLOCKS: Readonly<Record<string, (block: JsonObject, context: DrawContext) => Node>> = {
  section: drawSection,
  header: drawHeader,
  context: drawContext,
  actions: drawActions,
  divider: drawDivider,
  image: drawImage,
  rich_text: drawRichText,
  table: drawTable,
  data_table: drawDataTable,
  container: drawContainer,
  input: drawInput,
  alert: drawAlertBlock,
};

export function drawBlock(block: JsonObject, context: DrawContext): Node {
  return (BLOCKS[stringAt(block, "type")] ?? drawUnknown)(block, context);
}

function drawActions(block: JsonObject, context: DrawContext): Node {
  const blockId = stringAt(block, "block_id");
  return el(
    "div",
    { class: "block actions" },
    ...objectsAt(block, "elements").map((element) => drawControl(element, blockId, context)),
  );
}
