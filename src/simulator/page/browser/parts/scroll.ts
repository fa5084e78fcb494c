const NEAR_PX = 60;

export interface BottomScroll {
  /** Runs `change`; a reader who was at the bottom is there again after it, another one stays where he is. */
  readonly keep: (change: () => void) => void;
  readonly toBottom: () => void;
}

export interface BottomScrollOptions {
  readonly scroller: HTMLElement;
  /** Shown while something new stands below what is seen. */
  readonly jump?: HTMLElement;
}

export function createBottomScroll({ scroller, jump }: BottomScrollOptions): BottomScroll {
  let stuck = true;
  const distance = (): number => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  const toBottom = (): void => {
    stuck = true;
    scroller.scrollTop = scroller.scrollHeight;
    if (jump !== undefined) jump.hidden = true;
  };
  scroller.addEventListener(
    "scroll",
    () => {
      stuck = distance() < NEAR_PX;
      if (stuck && jump !== undefined) jump.hidden = true;
    },
    { passive: true },
  );
  jump?.addEventListener("click", toBottom);
  // A window that shrinks, or a composer that grows, must not hide the newest message.
  new ResizeObserver(() => {
    if (stuck) toBottom();
  }).observe(scroller);
  return {
    toBottom,
    keep: (change) => {
      const before = scroller.lastElementChild;
      change();
      if (stuck) toBottom();
      else if (jump !== undefined && scroller.lastElementChild !== before) jump.hidden = false;
    },
  };
}
