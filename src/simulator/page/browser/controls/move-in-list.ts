/** Arrow keys, Home and End among the items of a menu or a feed. */
export function moveInList(event: KeyboardEvent, items: readonly HTMLElement[]): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const target = {
    ArrowDown: at + 1 < items.length ? at + 1 : 0,
    ArrowUp: at > 0 ? at - 1 : items.length - 1,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (target === undefined) return false;
  event.preventDefault();
  items[target]?.focus();
  return true;
}
