// Follows a text that was sent only in part.
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';

/** Loads the rest on demand: long texts aren't sent with every session. */
export function ShowWhole({ onShow }: { readonly onShow: () => void }) {
  return <Button label={t('transcript.showRest')} size="sm" className="my-1" onClick={onShow} />;
}
