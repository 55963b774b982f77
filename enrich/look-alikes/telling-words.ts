/** Words that imitators add to a name. Ordinary words are not here: `bahnhof.de` imitates nobody. */
const WORDS = `
group groupe gruppe gruppo grupo holding holdings corp corporate corporation company companies compagnie inc ltd llc plc
gmbh ag sa spa official officiel officielle oficial offiziell ufficiale hq headquarters global international worldwide
europe europa france paris london berlin uk usa us eu de fr es it asia world
press presse prensa stampa media medias medien newsroom news actu actus actualites aktuell nachrichten noticias notizie
release releases pressrelease pressreleases communique communiques communications communication comms mitteilung
comunicado comunicato statement announcement announcements update updates alert alerts info infos infoservice wire feed
live breaking tv blog journal times daily report reports results resultats ergebnisse market markets
invest investor investors investing investment investments investisseur investisseurs inversion inversores investoren
anleger investitori finance finances financial finanz finanzen finanzas finanza bourse borsa bolsa boerse capital equity
fund funds fonds asset assets wealth bank banque banca banco banking bankonline shares share stock stocks trading trade
trader broker ir esg ethics ethik ethique sustainability climate climat foundation fondation stiftung governance legal
compliance relations pr shareholder shareholders stockholders actionnaire actionnaires aktionaere aktionaer accionistas
azionisti stakeholders agm board ceo cfo management office executive executives council ventures pension pensions
insurance assurance assurances versicherung seguros assicurazioni
energy energies energie energia solutions solution tech technology technologies labs lab research recherche forschung
innovation innovations transition future green renewables consulting projects project initiative campaign action event
events academy campus today responsibility accountability publications documents docs transparency truth
rh hr job jobs career careers recrutement recruiting recruitment karriere emploi hiring talent
support help helpdesk helpline hotline care service services serviceclient client clients customer customers
customercare kunden kundenservice kundendienst kontakt contact contacts contactus
login logon signin signon sso secure secured security securite sicherheit auth authentication account accounts compte
konto cuenta conto my mon meine portal portail verify verification validation update confirm confirmation id identity
pay payment payments paiement zahlung pago billing invoice facture rechnung factura fattura refund refunds claim claims
remboursement rueckerstattung reembolso rimborso settlement compensation
promo promotion promotions offer offers offre offres angebot angebote oferta offerta deal deals sale sales soldes rabatt
discount coupon coupons gift gifts giftcard bonus reward rewards prize gewinn gewinnspiel win free gratis
shop shops store stores boutique tienda negozio outlet order orders delivery tracking online web site website app apps
mobile mail email webmail team intranet extranet vpn cloud digital direct connect network partner partners partenaire
partenaires supplier suppliers vendor vendors lieferant fournisseur procurement tender
crypto coin coins token tokens airdrop giveaway wallet nft defi presale ico staking`;

export const TELLING_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));

const LONGEST = Math.max(...[...TELLING_WORDS].map((word) => word.length));
const NUMBER = /^\d{1,4}$/;
/** The longest label that a host can have. */
const LONGEST_LABEL = 63;

/** Whether a text is one or several such words run together ("groupnews"), or a number as years are. */
export function isTelling(text: string): boolean {
  return TELLING_WORDS.has(text) || NUMBER.test(text) || isRunTogether(text);
}

/** Pieces of three letters and more: of shorter ones, nearly everything could be made. */
function isRunTogether(text: string): boolean {
  if (text.length > LONGEST_LABEL) return false;
  const reached = [true];
  for (let end = 1; end <= text.length; end++)
    for (let start = Math.max(0, end - LONGEST); start < end; start++)
      if (reached[start] && isPiece(text.slice(start, end))) {
        reached[end] = true;
        break;
      }
  return text.length > 0 && reached[text.length] === true;
}

const isPiece = (piece: string) =>
  (piece.length > 2 && TELLING_WORDS.has(piece)) || /^(19|20)\d\d$/.test(piece);
