/** Copyright notices of any sender that name an address, its port and the moment under the usual labels (MarkMonitor, Rightscorp, OpSec, RiAA and others). */
import { copyrightNotice } from './template/rights.ts';

export default copyrightNotice({
  id: 'copyright_notice',
  title: { nl: 'Melding over auteursrecht', en: 'Copyright notice' },
  match: [
    { kind: 'mail', body: /^[ \t]*Infring(?:er|ers|ing)(?:'s|s)? IP[ -]?Address[ \t]*:/im, weight: 20 },
    {
      kind: 'mail',
      body: /^[ \t]*(?:Infringed Work|Infringing FileName|Infringement Timestamp|Date of Infringement|Infringement Source|Infringing file)[ \t]*:/im,
      weight: 20,
    },
    {
      kind: 'mail',
      from: /@(?:[\w-]{1,40}\.)?(?:markmonitor|rightscorp|dtecnet|opsecsecurity|mediasentry|peermediatech|webcapsllc|digitalrightscorp)\.com$/i,
      weight: 20,
    },
  ],
});
