// Connect other clients: choose a client, copy its settings.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { clientGuides, type ClientStep, type ClientGuide } from './client-guides.ts';
import { CopyBlock } from './copy-text.tsx';
import { gatewayAddress } from './gateway-address.ts';

/** Shows one client at a time. */
export function ClientsCard() {
  const access = useRequest('network.status', {}, ['settings.changed']);
  const [chosen, setChosen] = useState<ClientGuide['id']>('openclaw');
  const guides = clientGuides(gatewayAddress(location.origin, access.data));
  const options = guides.map(({ id, label }) => ({ value: id, label }));
  const steps = guides.find(({ id }) => id === chosen)?.steps ?? [];
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div className="max-md:hidden">
        <Segmented label={t('gateway.clients.kind')} options={options} value={chosen} onChange={setChosen} />
      </div>
      <div className="md:hidden">
        <Select label={t('gateway.clients.kind')} options={options} value={chosen} onChange={setChosen} />
      </div>
      <ol className="flex flex-col gap-4">
        {steps.map((step) => (
          <li key={step.text}>
            <Step step={step} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Step({ step: { text, code, page } }: { readonly step: ClientStep }) {
  return (
    <div className="flex flex-col items-stretch gap-2">
      <p className="text-sm text-ink-soft">{text}</p>
      {code !== undefined && <CopyBlock text={code} label={text} />}
      {page !== undefined && (
        <Button label={page.label} size="sm" className="self-start" onClick={() => navigate(page.path)} />
      )}
    </div>
  );
}
