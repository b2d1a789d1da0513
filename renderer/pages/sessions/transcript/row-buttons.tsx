// Buttons below the rows of a transcript.
import { t } from '#messages/translate.ts';
import { Button, IconButton, type IconButtonProps } from '../../../design/button.tsx';

/** A small icon button whose name shows at once, because the icons look alike. */
export function RowButton(props: Pick<IconButtonProps, 'icon' | 'label' | 'disabled' | 'title' | 'onClick'>) {
  return <IconButton plain="at-once" size="xs" {...props} />;
}

/** Below a truncated text: loads the rest, because long texts aren't sent with every session. */
export function ShowWhole({ onShow }: { readonly onShow: () => void }) {
  return <Button label={t('transcript.showRest')} size="sm" className="my-1" onClick={onShow} />;
}
