// Connect other clients: choose a client, copy its settings.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { clientGuides, type ClientGuide } from './client-guides.ts';
import { CopyBlock } from '../../design/copy-button.tsx';
import { gatewayAddress } from './gateway-address.ts';

/** Shows one client at a time. */
export function ClientsCard() {
  const access = useRequest('network.status', {}, ['settings.changed']);
  const [chosen, setChosen] = useState<ClientGuide['value']>('openclaw');
  const guides = clientGuides(gatewayAddress(location.origin, access.data));
  const steps = guides.find(({ value }) => value === chosen)?.steps ?? [];
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div className="max-md:hidden">
        <Segmented label={t('gateway.clients.kind')} options={guides} value={chosen} onChange={setChosen} />
      </div>
      <div className="md:hidden">
        <Select label={t('gateway.clients.kind')} options={guides} value={chosen} onChange={setChosen} />
      </div>
      <ol className="flex flex-col gap-4">
        {steps.map(({ text, code, page }) => (
          <li key={text} className="flex flex-col items-stretch gap-2">
            <p className="text-sm text-ink-soft">{text}</p>
            {code !== undefined && <CopyBlock text={code} label={text} />}
            {page !== undefined && (
              <Button label={page.label} size="sm" className="self-start" onClick={() => navigate(page.path)} />
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
