// The size of a page in its pane: as wide as a device, and scaled down if the pane is narrower.
import { useEffect, useState, type CSSProperties, type RefObject } from 'react';

/** The style of the frame. `width` 0: that of the pane. */
export function useFrameScale(area: RefObject<HTMLElement | null>, width: number): CSSProperties {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
  if (width === 0) return { width: '100%', height: '100%' };
  const scale = Math.min(1, size.width / width);
  const left = Math.max(0, (size.width - width * scale) / 2);
  return { width, height: scale > 0 ? size.height / scale : size.height, left, transform: `scale(${scale})` };
}
