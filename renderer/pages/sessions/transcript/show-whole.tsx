// Under a text of which only the beginning was sent.
import { Button } from '../../../design/button.tsx';

/** Reads the rest on demand: long texts do not travel with every session that is opened. */
export function ShowWhole({ onShow }: { readonly onShow: () => void }) {
  return (
    <Button size="sm" className="my-1" onClick={onShow}>
      Show the rest
    </Button>
  );
}
