/** Category 7 of the transparency report: intellectual property infringements. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'intellectual_property_infringements',
  no: 7,
  code: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS',
  title: { nl: 'Inbreuk op intellectuele eigendom', en: 'Intellectual property infringements' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'COPYRIGHT_INFRINGEMENT', title: { nl: 'Auteursrecht', en: 'Copyright' } },
    { letter: 'b', code: 'DESIGN_INFRINGEMENT', title: { nl: 'Modelrecht', en: 'Design' } },
    {
      letter: 'c',
      code: 'GEOGRAPHIC_INDICATIONS_INFRINGEMENT',
      title: { nl: 'Geografische aanduidingen', en: 'Geographical indications' },
    },
    { letter: 'd', code: 'PATENT_INFRINGEMENT', title: { nl: 'Octrooi', en: 'Patent' } },
    { letter: 'e', code: 'TRADE_SECRET_INFRINGEMENT', title: { nl: 'Bedrijfsgeheimen', en: 'Trade secrets' } },
    { letter: 'f', code: 'TRADEMARK_INFRINGEMENT', title: { nl: 'Merkrecht', en: 'Trademark' } },
    { letter: 'g', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
