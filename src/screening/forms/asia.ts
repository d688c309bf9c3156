/** Legal forms of East and South-East Asia and the Middle East, in their own letters and in Latin ones. */
import { legalForms } from './form.ts';

export default legalForms({
  countries: ['CN', 'TW', 'JP', 'KR', 'KP', 'ID', 'MY', 'TH', 'VN', 'IR', 'SA', 'SY', 'IQ', 'EG', 'IL'],
  forms: {
    limited: [
      '有限公司',
      '有限责任公司',
      '有限責任公司',
      '有限会社',
      '合同会社',
      '유한회사',
      'gk',
      'yk',
      'sdn bhd',
      'pt',
      'perseroan terbatas',
      'youxian gongsi',
      'youxian zeren gongsi',
      'شركة ذات مسؤولية محدودة',
      'בעמ',
    ],
    public: [
      '股份有限公司',
      '株式会社',
      '주식회사',
      '公司',
      '集团',
      '集團',
      'kk',
      'kabushiki kaisha',
      'bhd',
      'tbk',
      'شركت سهامی',
      'شرکت سهامی',
      'شرکت',
      'شركة',
      'jusik hoesa',
      'pjs',
    ],
    any: ['회사', '会社'],
  },
});
