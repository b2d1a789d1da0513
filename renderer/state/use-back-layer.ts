// Makes the Back button close something that is open over the page, in narrow windows and on touch screens.
import { useEffect, useRef } from 'react';
import { openLayer } from './back-layers.ts';

const PHONE = '(width < 48rem), (pointer: coarse)';

/** While `open`, Back calls `close`. */
export function useBackLayer(open: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    if (!open || !matchMedia(PHONE).matches) return undefined;
    return openLayer(() => latest.current());
  }, [open]);
}
