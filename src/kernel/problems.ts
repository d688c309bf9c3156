/** Every "no" this program says, on one list: HTTP (RFC 9457), command line, documentation and OpenAPI are made from it. */

export const problems = {
  'request.invalid': { status: 400, exit: 2, nl: 'De aanvraag klopt niet.', en: 'The request is not valid.' },
  'request.not-found': {
    status: 404,
    exit: 1,
    nl: 'Dit bestaat niet, of niet voor u.',
    en: 'This does not exist, or not for you.',
  },
  'request.not-logged-in': { status: 401, exit: 4, nl: 'Log eerst in.', en: 'Log in first.' },
  'request.not-allowed': { status: 403, exit: 4, nl: 'Uw rol mag dit niet doen.', en: 'Your role may not do this.' },
  'request.wrong-method': {
    status: 405,
    exit: 2,
    nl: 'Deze methode kent dit adres niet.',
    en: 'This address does not know this method.',
  },
  'request.too-large': { status: 413, exit: 2, nl: 'Dit is te groot.', en: 'This is too large.' },
  'request.too-many': {
    status: 429,
    exit: 1,
    nl: 'Te veel aanvragen. Probeer het over een minuut opnieuw.',
    en: 'Too many requests. Try again in a minute.',
  },
  'list.unreadable': {
    status: 422,
    exit: 1,
    nl: 'Deze lijst is niet te lezen; de lijst in gebruik blijft staan.',
    en: 'This list cannot be read; the one in use stays.',
  },
  'list.shrunk': {
    status: 409,
    exit: 3,
    nl: 'Deze lijst is veel korter dan de vorige; zij wordt alleen na bevestiging in gebruik genomen.',
    en: 'This list is much shorter than the one before; it is only taken into use once confirmed.',
  },
  'list.self-test': {
    status: 422,
    exit: 1,
    nl: 'Niet elke naam op deze lijst vindt zichzelf terug; de lijst in gebruik blijft staan.',
    en: 'Not every name on this list finds itself; the one in use stays.',
  },
  'ban.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in de toestand van deze uitsluiting.',
    en: 'This act is not possible in the state this ban is in.',
  },
  'ban.reason-needed': {
    status: 422,
    exit: 2,
    nl: 'Schrijf in eigen woorden waarom, in ten minste tien tekens.',
    en: 'Write why in your own words, in at least ten characters.',
  },
  'ban.second-person': {
    status: 403,
    exit: 4,
    nl: 'Iemand anders beslist over dit bezwaar: wie uitsloot, mag het niet.',
    en: 'Somebody else decides on this contest: whoever made the ban may not.',
  },
  'ban.too-long': {
    status: 422,
    exit: 2,
    nl: 'Zo lang mag een uitsluiting op deze grond niet duren; het hoogste aantal maanden is:',
    en: 'A ban on this ground may not last so long; the most months are:',
  },
  'ban.needs-person': {
    status: 422,
    exit: 2,
    nl: 'Niets zegt wie dit is: geef een klant, een naam of een kenmerk.',
    en: 'Nothing says who this is: give a customer, a name or an identifier.',
  },
  'ban.cannot-tell': {
    status: 422,
    exit: 2,
    nl: 'De persoon moet het weten: geef een mailadres, of zeg waarom niet.',
    en: 'The person must be told: give a mail address, or say why not.',
  },
  'ban.decision-not-in-force': {
    status: 409,
    exit: 1,
    nl: 'Op dit besluit kan geen uitsluiting steunen: het is niet van kracht geweest of is teruggedraaid.',
    en: 'No ban can rest on this decision: it was never in force or was reversed.',
  },
  'ban.use-on': {
    status: 409,
    exit: 1,
    nl: 'Dit gebruik staat al aan, met een vastgelegde grond.',
    en: 'This use is on already, with a recorded ground.',
  },
  'return.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in de toestand van deze treffer.',
    en: 'This act is not possible in the state this match is in.',
  },
  'match.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in de toestand van deze treffer.',
    en: 'This act is not possible in the state this match is in.',
  },
  'match.reason-needed': {
    status: 422,
    exit: 2,
    nl: 'Schrijf in eigen woorden waarom, in ten minste tien tekens.',
    en: 'Write why in your own words, in at least ten characters.',
  },
  'match.second-person': {
    status: 403,
    exit: 4,
    nl: 'Een tweede persoon beslist mee: wie voorstelde, mag niet bevestigen.',
    en: 'A second person decides too: who proposed it may not confirm it.',
  },
  'channel.fault': {
    status: 422,
    exit: 1,
    nl: 'Dit kanaal werkt zo niet.',
    en: 'This channel does not work like this.',
  },
  'channel.removed': {
    status: 409,
    exit: 1,
    nl: 'Dit kanaal is verwijderd.',
    en: 'This channel was removed.',
  },
  'request.key-reused': {
    status: 422,
    exit: 2,
    nl: 'Deze Idempotency-Key is al voor een andere aanvraag gebruikt.',
    en: 'This Idempotency-Key was used for another request.',
  },
  'request.changed-meanwhile': {
    status: 409,
    exit: 1,
    nl: 'Iemand anders heeft dit intussen gewijzigd. Bekijk de nieuwe stand.',
    en: 'Someone else changed this meanwhile. Look at the new state.',
  },
  'request.in-progress': {
    status: 409,
    exit: 1,
    nl: 'Deze aanvraag loopt al. Wacht op het antwoord.',
    en: 'This request is being carried out already. Wait for its answer.',
  },
  'mapping.wrong': {
    status: 400,
    exit: 2,
    nl: 'Deze kolomindeling klopt niet.',
    en: 'This mapping is not right.',
  },
  'request.cross-site': {
    status: 403,
    exit: 4,
    nl: 'Deze aanvraag komt van een andere site en is niet uitgevoerd.',
    en: 'This request comes from another site and was not carried out.',
  },
  'login.refused': {
    status: 401,
    exit: 4,
    nl: 'E-mailadres of wachtwoord klopt niet.',
    en: 'The e-mail address or password is not right.',
  },
  'login.link-used': {
    status: 410,
    exit: 4,
    nl: 'Deze inloglink is gebruikt of verlopen.',
    en: 'This log-in link was used or has expired.',
  },
  'case.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze fase van de zaak.',
    en: 'This act is not possible in this state of the case.',
  },
  'order.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze fase van het bevel.',
    en: 'This act is not possible in this state of the order.',
  },
  'order.needs-items': {
    status: 422,
    exit: 2,
    nl: 'Noem ten minste één vindplaats, of voeg het bevel zelf toe.',
    en: 'Name at least one location, or add the order itself.',
  },
  'order.not-authentic': {
    status: 409,
    exit: 4,
    nl: 'Er gaan geen gegevens uit voordat de autoriteit via een contact uit ons eigen register heeft bevestigd.',
    en: 'No data leave before the authority confirmed through a contact of our own register.',
  },
  'order.contact-not-ours': {
    status: 409,
    exit: 4,
    nl: 'Dit contact stond niet in ons register van deze autoriteit voordat het bevel kwam, en niemand anders heeft het nagezocht.',
    en: 'This contact was not in our register of this authority before the order came, and nobody else looked it up.',
  },
  'order.second-person': {
    status: 409,
    exit: 4,
    nl: 'Hiervoor is een tweede persoon nodig.',
    en: 'This needs a second person.',
  },
  'order.no-address': {
    status: 409,
    exit: 1,
    nl: 'Er is geen adres bekend om deze autoriteit te schrijven.',
    en: 'No address is known to write to this authority.',
  },
  'order.secret': {
    status: 409,
    exit: 4,
    nl: 'Dit bevel is geheim: de klant mag er niets van horen tot de geheimhouding is opgeheven.',
    en: 'This order is secret: the recipient hears nothing of it until the secrecy is lifted.',
  },
  'order.never-told': {
    status: 409,
    exit: 4,
    nl: 'Bij dit soort bevel licht de autoriteit zelf in; wij doen dat nooit.',
    en: 'With this kind of order the authority itself tells; we never do.',
  },
  'order.secrecy-limit': {
    status: 422,
    exit: 2,
    nl: 'Zo lang mag deze geheimhouding niet duren, of zij is al verlengd.',
    en: 'This secrecy may not last that long, or was made longer already.',
  },
  'case.needs-reason': { status: 422, exit: 2, nl: 'Geef een reden.', en: 'Give a reason.' },
  'case.no-holder': {
    status: 409,
    exit: 1,
    nl: 'Er is geen houder bekend op dat moment; er kan geen brief uit.',
    en: 'No holder is known for that moment; no letter can go out.',
  },
  'case.ambiguous': {
    status: 409,
    exit: 1,
    nl: 'Er zijn twee mogelijke houders; kies eerst wie het was.',
    en: 'There are two possible holders; choose first who it was.',
  },
  'case.cannot-merge': {
    status: 409,
    exit: 1,
    nl: 'Deze zaken kunnen niet worden gebundeld.',
    en: 'These cases cannot be merged.',
  },
  'case.cannot-split': {
    status: 409,
    exit: 1,
    nl: 'Deze zaak kan zo niet worden gesplitst.',
    en: 'This case cannot be split like this.',
  },
  'case.claimed': { status: 409, exit: 1, nl: 'Een collega is hiermee bezig.', en: 'A colleague is working on this.' },
  'letter.no-contact': {
    status: 409,
    exit: 1,
    nl: 'Deze partij heeft geen adres voor abusemeldingen.',
    en: 'This party has no contact for abuse letters.',
  },
  'letter.not-whole': {
    status: 409,
    exit: 1,
    nl: 'De brief is niet compleet en gaat niet uit.',
    en: 'The letter is not whole and does not go out.',
  },
  'letter.not-for-kind': {
    status: 409,
    exit: 1,
    nl: 'Over dit soort zaken gaat geen gewone brief uit; de stappen voor de hoster gaan voor.',
    en: 'No ordinary letter goes out about this kind of case; the steps for the host come first.',
  },
  'letter.written-recently': {
    status: 409,
    exit: 1,
    nl: 'Deze geadresseerde kreeg over hetzelfde pas nog een brief. Is het erger geworden of wilt u toch schrijven, zeg dat dan erbij.',
    en: 'This recipient got a letter about the same only recently. If it got worse or you still want to write, say so.',
  },
  'letter.no-directive': {
    status: 409,
    exit: 1,
    nl: 'Volgens de verzendregels gaat hierover geen brief uit. Wilt u toch schrijven, zeg dat dan erbij.',
    en: 'By the directives no letter goes out about this. If you still want to write, say so.',
  },
  'letter.not-on-trial': {
    status: 409,
    exit: 1,
    nl: 'Deze brief staat niet op proef.',
    en: 'This letter is not held for trial.',
  },
  'letter.not-a-webhook': {
    status: 409,
    exit: 1,
    nl: 'Deze brief ging niet naar een webhook; mail wordt niet nog eens verstuurd.',
    en: 'This letter did not go to a webhook; mail is not sent again.',
  },
  'letter.no-webhook': {
    status: 409,
    exit: 1,
    nl: 'De webhook bestaat niet of is beëindigd.',
    en: 'The webhook does not exist or has ended.',
  },
  'directive.not-whole': {
    status: 422,
    exit: 2,
    nl: 'De verzendregels kloppen niet en zijn niet opgeslagen.',
    en: 'The directives are not sound and were not saved.',
  },
  'brand.not-whole': {
    status: 422,
    exit: 2,
    nl: 'De huisstijl klopt niet en is niet opgeslagen.',
    en: 'The brand is not sound and was not saved.',
  },
  'wording.not-whole': {
    status: 422,
    exit: 2,
    nl: 'De eigen tekst is niet compleet en is niet opgeslagen.',
    en: 'The own words are not whole and were not saved.',
  },
  'hand-over.not-set': {
    status: 409,
    exit: 1,
    nl: 'Er is geen eigen desksysteem ingesteld om zaken aan over te dragen.',
    en: 'No desk system of your own is set to hand cases over to.',
  },
  'hand-over.there-already': {
    status: 409,
    exit: 1,
    nl: 'Deze zaak is al overgedragen.',
    en: 'This case has been handed over already.',
  },
  'case.no-proposal': {
    status: 409,
    exit: 1,
    nl: 'Er staat op deze zaak geen voorstel open.',
    en: 'No proposal is open on this case.',
  },
  'letter.already-sent': {
    status: 409,
    exit: 1,
    nl: 'De brief is al verzonden.',
    en: 'The letter has already been sent.',
  },
  'letter.link-ended': {
    status: 410,
    exit: 1,
    nl: 'Deze link is verlopen of ingetrokken.',
    en: 'This link has expired or was withdrawn.',
  },
  'letter.answer-incomplete': {
    status: 422,
    exit: 2,
    nl: 'Het antwoord is niet compleet.',
    en: 'The answer is not complete.',
  },
  'notice.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze fase van de melding.',
    en: 'This act is not possible in this state of the notice.',
  },
  'notice.needs-reason': {
    status: 422,
    exit: 2,
    nl: 'Geef een reden.',
    en: 'Give a reason.',
  },
  'notice.no-location': {
    status: 422,
    exit: 2,
    nl: 'Geen van de regels is een adres dat kan worden gevonden.',
    en: 'None of the lines is an address that can be found.',
  },
  'notice.nobody-to-tell': {
    status: 422,
    exit: 1,
    nl: 'Van de melder is geen e-mailadres bekend.',
    en: 'No mail address of the notifier is known.',
  },
  'notice.no-customer': {
    status: 422,
    exit: 1,
    nl: 'Van deze adressen is geen klant met een contactadres bekend.',
    en: 'No customer with a contact address is known for these addresses.',
  },
  'notice.no-files': {
    status: 422,
    exit: 2,
    nl: 'Bij deze melding worden geen bestanden aangenomen.',
    en: 'No files are taken with this notice.',
  },
  'disclosure.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze fase van het verzoek.',
    en: 'This act is not possible in this state of the request.',
  },
  'disclosure.not-whole': {
    status: 422,
    exit: 2,
    nl: 'Het besluit is niet compleet.',
    en: 'The decision is not whole.',
  },
  'disclosure.second-person': {
    status: 403,
    exit: 4,
    nl: 'Een ander dan wie besloot moet hiermee instemmen.',
    en: 'Someone else than who decided must agree to this.',
  },
  'deadline.no-pause': {
    status: 409,
    exit: 1,
    nl: 'Deze termijn kan niet worden stilgezet: het artikel kent geen pauze.',
    en: 'This clock cannot be paused: its article knows no pause.',
  },
  'deadline.statutory': {
    status: 409,
    exit: 1,
    nl: 'Een wettelijke termijn wordt niet door mensen verzet.',
    en: 'A statutory clock is not moved by people.',
  },
  'holding.from-inventory': {
    status: 409,
    exit: 1,
    nl: 'Dit komt uit een inventaris: wijzig het daar, of leg er een eigen vastlegging naast.',
    en: 'This comes from an inventory: change it there, or state an override beside it.',
  },
  'inventory.unknown-kind': {
    status: 422,
    exit: 2,
    nl: 'Deze soort inventaris is niet bekend.',
    en: 'This kind of inventory is not known.',
  },
  'inventory.name-taken': {
    status: 409,
    exit: 1,
    nl: 'Er is al een inventaris met deze naam.',
    en: 'There is an inventory of this name already.',
  },
  'inventory.no-address': {
    status: 422,
    exit: 2,
    nl: 'Deze inventaris heeft geen adres: lever het bestand aan.',
    en: 'This inventory has no address: hand in its file.',
  },
  'inventory.asked-not-handed': {
    status: 422,
    exit: 2,
    nl: 'Deze inventaris wordt bevraagd; een bestand past er niet bij.',
    en: 'This inventory is asked; a file does not go with it.',
  },
  'inventory.paused': {
    status: 409,
    exit: 1,
    nl: 'Deze inventaris staat stil. Hervat haar eerst.',
    en: 'This inventory is paused. Resume it first.',
  },
  'inventory.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van de inventaris.',
    en: 'This act is not possible in this state of the inventory.',
  },
  'inventory.no-answer': {
    status: 502,
    exit: 1,
    nl: 'De inventaris gaf geen heel antwoord; er is niets gewijzigd.',
    en: 'The inventory gave no whole answer; nothing was changed.',
  },
  'inventory.older': {
    status: 409,
    exit: 1,
    nl: 'Dit antwoord is ouder dan het vorige; er is niets gewijzigd.',
    en: 'This answer is older than the last one; nothing was changed.',
  },
  'inventory.not-held': {
    status: 409,
    exit: 1,
    nl: 'Deze peiling wacht niet (meer) op een oordeel.',
    en: 'This poll does not wait for a decision (any more).',
  },
  'inventory.no-history': {
    status: 422,
    exit: 2,
    nl: 'Deze soort inventaris houdt geen wijzigingslog bij dat te lezen is.',
    en: 'This kind of inventory keeps no log of changes that can be read.',
  },
  'inventory.not-polled': {
    status: 409,
    exit: 1,
    nl: 'Peil deze inventaris eerst: de geschiedenis komt vóór de eerste peiling.',
    en: 'Poll this inventory first: the history comes before its first poll.',
  },
  'inventory.hook-refused': {
    status: 401,
    exit: 4,
    nl: 'De handtekening onder deze aanroep klopt niet.',
    en: 'The signature on this call is not right.',
  },
  'import.unreadable': {
    status: 422,
    exit: 2,
    nl: 'Het bestand kan niet worden gelezen.',
    en: 'The file cannot be read.',
  },
  'import.rows-refused': {
    status: 422,
    exit: 1,
    nl: 'Een of meer regels kloppen niet; er is niets weggeschreven.',
    en: 'One or more rows are not right; nothing was written.',
  },
  'import.cannot-undo': {
    status: 409,
    exit: 1,
    nl: 'Deze import kan niet meer ongedaan worden gemaakt.',
    en: 'This import can no longer be undone.',
  },
  'holding.overlaps': {
    status: 409,
    exit: 1,
    nl: 'Iemand anders houdt dit al in die periode.',
    en: 'Someone else holds this during that time already.',
  },
  'contract.reference-taken': {
    status: 409,
    exit: 1,
    nl: 'Er loopt in die periode al een contract met deze aanduiding.',
    en: 'A contract with this reference runs during that time already.',
  },
  'contract.ring': {
    status: 409,
    exit: 1,
    nl: 'Met dit contract zou een partij via anderen aan zichzelf verkopen.',
    en: 'With this contract a party would sell to itself through others.',
  },
  'contract.too-deep': {
    status: 409,
    exit: 1,
    nl: 'Met dit contract wordt de keten langer dan acht schakels.',
    en: 'With this contract the chain becomes longer than eight links.',
  },
  'party.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van de partij.',
    en: 'This act is not possible in this state of the party.',
  },
  'party.reference-taken': {
    status: 409,
    exit: 1,
    nl: 'Dit klantnummer bestaat al.',
    en: 'This customer number exists already.',
  },
  'party.erased': {
    status: 410,
    exit: 1,
    nl: 'De gegevens van deze partij zijn gewist.',
    en: 'The data of this party were erased.',
  },
  'evidence.erased': {
    status: 410,
    exit: 1,
    nl: 'Deze bytes zijn vernietigd; wat rest is de grafsteen.',
    en: 'These bytes were destroyed; what is left is the tombstone.',
  },
  'message.not-manual': {
    status: 409,
    exit: 1,
    nl: 'Dit bericht staat niet in de handmatige rij.',
    en: 'This message is not in the manual queue.',
  },
  'template.not-enough': {
    status: 422,
    exit: 2,
    nl: 'Hieruit is geen sjabloon te maken.',
    en: 'No template can be made of this.',
  },
  'template.file-refused': {
    status: 422,
    exit: 2,
    nl: 'Dit bestand is geen bruikbaar sjabloon.',
    en: 'This file is no usable template.',
  },
  'template.wrong-state': {
    status: 409,
    exit: 1,
    nl: 'Deze versie staat al zo.',
    en: 'This version is in that state already.',
  },
  'message.unreadable': {
    status: 422,
    exit: 1,
    nl: 'In dit bericht is geen waarneming gevonden.',
    en: 'No finding was found in this message.',
  },
  'format.takes-no-facts': {
    status: 422,
    exit: 2,
    nl: 'Voor dit formaat kan niets worden geladen.',
    en: 'Nothing can be loaded for this format.',
  },
  'format.facts-unreadable': {
    status: 422,
    exit: 2,
    nl: 'Dit is niet het schema dat bij dit formaat hoort.',
    en: 'This is not the schema that belongs to this format.',
  },
  'incident.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van het incident.',
    en: 'This act is not possible in this state of the incident.',
  },
  'incident.not-whole': {
    status: 422,
    exit: 1,
    nl: 'Er ontbreekt iets wat het artikel vraagt; er is niets ingediend.',
    en: 'Something its article asks is missing; nothing was filed.',
  },
  'report.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van het verslag.',
    en: 'This act is not possible in this state of the report.',
  },
  'report.published-already': {
    status: 409,
    exit: 1,
    nl: 'Dit verslag is al gepubliceerd: begin een verbetering.',
    en: 'This report was published already: begin a correction.',
  },
  'report.not-in-order': {
    status: 422,
    exit: 3,
    nl: 'Het verslag is nog niet in orde.',
    en: 'The report is not in order yet.',
  },
  'report.second-person': {
    status: 403,
    exit: 4,
    nl: 'Wie het laatst schreef, controleert niet.',
    en: 'Whoever wrote last does not check.',
  },
  'dossier.no-reader': {
    status: 422,
    exit: 2,
    nl: 'Voor deze lezer kan geen dossier worden gemaakt: de catalogus geeft hem geen recht op iets hiervan.',
    en: 'No dossier can be made for this reader: the catalogue gives it no right to any of this.',
  },
  'decision.not-whole': {
    status: 422,
    exit: 2,
    nl: 'Het besluit is niet compleet en gaat niet verder.',
    en: 'The decision is not whole and goes no further.',
  },
  'decision.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van het besluit.',
    en: 'This act is not possible in this state of the decision.',
  },
  'decision.second-person': {
    status: 409,
    exit: 4,
    nl: 'Hiervoor is een tweede persoon nodig: niet wie het voorstelde.',
    en: 'This needs a second person: not whoever proposed it.',
  },
  'decision.no-secret-left': {
    status: 409,
    exit: 1,
    nl: 'Op dit besluit rust geen tijdelijke uitzondering meer.',
    en: 'No temporary exception rests on this decision any more.',
  },
  'measure.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van de maatregel.',
    en: 'This act is not possible in this state of the measure.',
  },
  'measure.system-taken': {
    status: 409,
    exit: 1,
    nl: 'Er is al een systeem met deze naam.',
    en: 'There is a system of this name already.',
  },
  'complaint.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Deze handeling kan niet in deze stand van de klacht.',
    en: 'This act is not possible in this state of the complaint.',
  },
  'complaint.same-person': {
    status: 409,
    exit: 4,
    nl: 'Wie het besluit nam of voorstelde, behandelt de klacht niet.',
    en: 'Whoever took or proposed the decision does not review the complaint.',
  },
  'complaint.window-closed': {
    status: 410,
    exit: 1,
    nl: 'De tijd om te klagen is voorbij, of deze link bestaat niet.',
    en: 'The time to complain is over, or this link does not exist.',
  },
  'threat.act-not-allowed': {
    status: 409,
    exit: 1,
    nl: 'Over deze bedreiging is al beslist.',
    en: 'This threat has been decided on already.',
  },
  'journal.broken': { status: 500, exit: 1, nl: 'Het logboek klopt niet.', en: 'The journal does not verify.' },
  'proof.key-unreadable': {
    status: 422,
    exit: 2,
    nl: 'Dit is geen sleutel zoals hier nodig (NAAM+HASH+SLEUTEL).',
    en: 'This is no key of the kind needed here (NAME+HASH+KEY).',
  },
  'proof.name-taken': {
    status: 409,
    exit: 1,
    nl: 'Onder deze naam is al een andere sleutel bekend.',
    en: 'Another key is known under this name already.',
  },
  'proof.not-ours': {
    status: 422,
    exit: 2,
    nl: 'Dit is geen controlepunt van dit logboek.',
    en: 'This is no checkpoint of this journal.',
  },
  'proof.no-cosignature': {
    status: 422,
    exit: 1,
    nl: 'Geen getuige van ons tekende dit controlepunt mee.',
    en: 'No witness of ours cosigned this checkpoint.',
  },
  'backup.unreadable': {
    status: 422,
    exit: 1,
    nl: 'De reservekopie kan niet worden gelezen.',
    en: 'The backup cannot be read.',
  },
  'restore.not-empty': {
    status: 409,
    exit: 1,
    nl: 'Deze database is niet leeg; terugzetten gaat alleen in een lege.',
    en: 'This database is not empty; a backup is restored into an empty one only.',
  },
  'config.invalid': { status: 500, exit: 2, nl: 'De instelling klopt niet.', en: 'The configuration is not valid.' },
  'usage.wrong': {
    status: 400,
    exit: 2,
    nl: 'Zo werkt deze opdracht niet.',
    en: 'That is not how this command works.',
  },
  'organisation.ambiguous': {
    status: 400,
    exit: 2,
    nl: 'Er zijn meer organisaties; zeg welke met --org.',
    en: 'There is more than one organisation; say which with --org.',
  },
  'member.needed': {
    status: 401,
    exit: 4,
    nl: 'Zeg als wie u werkt met --as of BEZEM_MEMBER.',
    en: 'Say as whom you act with --as or BEZEM_MEMBER.',
  },
  'program.fault': {
    status: 500,
    exit: 1,
    nl: 'Er ging in dit programma iets mis. Er is niets gewijzigd.',
    en: 'Something went wrong in this program. Nothing was changed.',
  },
  'world.fault': {
    status: 503,
    exit: 1,
    nl: 'Er ging buiten dit programma iets mis. Probeer het later opnieuw.',
    en: 'Something outside this program failed. Try again later.',
  },
} as const satisfies Record<string, { status: number; exit: 1 | 2 | 3 | 4; nl: string; en: string }>;

export type ProblemCode = keyof typeof problems;

/** A refusal: its code, and what exactly was not right. */
export interface Refusal {
  readonly code: ProblemCode;
  readonly detail?: string;
  /** Field by field, where the request had fields. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A refusal on its way to one of the three edges (HTTP, job, command line). */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: ProblemCode, detail?: string, fields?: Readonly<Record<string, string>>) {
    super(detail ? `${problems[code].en} ${detail}` : problems[code].en);
    this.name = 'Refused';
    this.refusal = { code, ...(detail ? { detail } : {}), ...(fields ? { fields } : {}) };
  }
}

/** Something outside this program failed; the cause chain says what. */
export class Fault extends Error {
  readonly code: string;
  constructor(code: string, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'Fault';
    this.code = code;
  }
}
