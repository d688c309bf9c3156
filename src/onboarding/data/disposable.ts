/**
 * Domains of services that give away mailboxes for minutes, written down by hand from what such services say of themselves.
 * Operators add their own in the settings of this room; a longer list can be kept there as a file of lines.
 */
export const disposableVersion = '2026-11-27';
export const disposableDomains: ReadonlySet<string> = new Set(
  `10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net burnermail.io byom.de cock.li crazymailing.com
   deadaddress.com discard.email discardmail.com discardmail.de disposablemail.com dispostable.com dropmail.me emailfake.com
   emailondeck.com emailtemporanea.net fakeinbox.com fakemail.net fakemailgenerator.com filzmail.com generator.email getairmail.com
   getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net guerrillamail.org
   guerrillamailblock.com harakirimail.com inboxbear.com inboxkitten.com incognitomail.org jetable.org kurzepost.de linshiyouxiang.net
   mail-temp.com mail.tm mailcatch.com maildrop.cc mailexpire.com mailforspam.com mailinator.com mailinator.net mailnesia.com
   mailnull.com mailpoof.com mailsac.com mailtemp.net minutemail.nl mintemail.com moakt.com mohmal.com mytemp.email nada.email
   nowmymail.com objectmail.com onewaymail.com pokemail.net sharklasers.com smailpro.com spam4.me spambog.com spambox.us spamgourmet.com
   spamhole.com spaml.com tafmail.com temp-mail.io temp-mail.org tempail.com tempemail.co tempinbox.com tempmail.dev tempmail.ninja
   tempmail.plus tempmailaddress.com tempmailo.com temporarymail.com throwaway.email throwawaymail.com trash-mail.com trashmail.com
   trashmail.de trashmail.me trashmail.net trbvm.com wegwerfmail.de wegwerfmail.net wegwerpmail.nl wh4f.org yopmail.com yopmail.fr
   yopmail.net zetmail.com`
    .split(/\s+/)
    .filter((d) => d !== ''),
);
