/**
 * Words that the general lists miss or make light of and that a crisis team must not: what happens to companies
 * and what customers shout, with the plain praise that answers it. A trailing `*` stands for any ending.
 */
export const CRISIS_WORDS: Readonly<
  Record<string, Readonly<{ strong: string; negative: string; positive: string }>>
> = {
  en: {
    strong:
      'fraud* scandal* fake* hoax* bankrupt* collapse* plunge* plummet* crash* lawsuit* corrupt* bribe* boycott* disaster* disgrace* disgust* shame* scam* toxic outrage* criminal* embezzle* misconduct nightmare horrible awful terrible worst pathetic useless garbage trash crap shit* fuck* hate* dead deadly kill* death* racist* racism sexist*',
    negative:
      'recall* layoff* fired dismiss* resign* restat* accus* alleg* breach* leak* hack* outage* delay* cancel* complain* complaint* fail* broken break loss* losses fined fine penalty probe investigat* sue sues sued strike* protest* warn* downgrade* slump* tumble* sink* drop* fell falls decline* cut cuts suspend* halt* misleading refund* rude slow waste wasted disappoint* unacceptable ridiculous joke* problem* issue* worse bad annoy* angry sad sick tired cry ugly wrong stupid idiot* sorry miss missed poor injur* victim* threat* attack* war terror* why ban banned against accus*',
    positive:
      'recover* rebound* surge* soar* record award* win wins winning won thank* congrat* happy love* loved great best awesome amazing excellent excited fantastic perfect beautiful enjoy* good nice proud wonderful brilliant helpful delicious fun cool yay glad favourite favorite impressed recommend* blessed welcome haha* hope forward birthday together',
  },
  fr: {
    strong:
      'fraud* scandal* faux fausse* canular* faillite* effondre* krach corrompu* corruption pot-de-vin boycott* catastroph* honte* escroc* arnaque* toxique* criminel* detourne* horrible* atroce* nul* pourri* merde* degueul* deteste* hais haine* mort* meurtr* raciste* mensonge* menteu* voleu* pollu* desastre* inadmissible* lamentable*',
    negative:
      'menti condamn* contamin* bless* explosion* irregularit* licenci* demission* limoge* revoc* accus* plainte* piratage* pirate* fuite* panne* retard* annul* perte* perdu* amende* enquete* greve* manifest* alerte* chute* plonge* devisse* baisse* recul* suspen* trompeu* rembours* lent* gaspill* decu* decev* inacceptable* ridicule* probleme* pire* mauvais* colere* triste* malade* fatigu* pleure* stupide* idiot* desole* rate* victime* menace* attaque* guerre* danger* risque* crise* echec* echou* honteux marre penurie* supprim* polemique* denonc* contre disparit* disparaitre extinction secheresse inondation* rechauffement pire* hausse* peur* galere* bloque* pfff* putain* ptn con connard* rejet* pourquoi cause assassin*',
    positive:
      'merci* bravo* super genial* excellent* magnifique* parfait* adore* aime* heureu* content* felicit* gagn* victoire* succes reussi* beau* belle* meilleur* bien bon bonne* joie* plaisir* record* rebond* innov* solution* espoir* progres fier* ravi* formidable* top cool sympa* drole* mdr* lol* haha* bonheur* amour* chance* incroyable* sublime* delicieu* soutien* mieux grace',
  },
  de: {
    strong:
      'betrug* betrueg* skandal* falschmeldung* fake* pleite* insolvenz* zusammenbruch* absturz* korrupt* korruption* bestech* boykott* katastroph* schande* abzocke* giftig* kriminell* veruntreu* furchtbar* schrecklich* grauenhaft* scheiss* scheiß* kack* mist hass* hasse* tot tod tote* rassist* luge* lugner* ekelhaft* widerlich* unverschamt* frechheit* saftladen unfahig*',
    negative:
      'ruckruf* entlass* gefeuert rucktritt* anklag* vorwurf* vorwurfe* hack* panne* ausfall* fallt ausgefallen verspat* verzoger* stornier* beschwer* versag* kaputt* defekt* verlust* strafe* ermitt* streik* streik protest* warn* einbruch* bricht sturzt gestrichen gesperrt sperrung* storung* irrefuhr* langsam* enttausch* inakzeptabel* lacherlich* problem* schlimm* schlecht* nerv* wutend* traurig* krank* mude* heul* weint heulen dumm* idiot* leider opfer* bedroh* angriff* krieg* angst* gefahr* risiko* krise* scheiter* chaos armutszeugnis peinlich* teuer* unpunktlich* versau* verpass* stau argern arger* verletzt* unfall* bombe* terror* verdammt* fuck* shit* wtf langweilig* doof blod* schmerz* mimimi seufz aua kotz* warum wieso wenig kritik* kritisier*',
    positive:
      'danke* dank super toll* prima klasse* genial* ausgezeichnet* hervorragend* perfekt* liebe* lieb glucklich* zufrieden* gluckwunsch* gewinn* gewonnen sieg* erfolg* gelungen schon schone* besten beste* gut gute* guten freu* freude spass spaß rekord* erhol* stolz* begeister* empfehl* punktlich* freundlich* hilfsbereit* lecker* cool* witzig* lustig* haha* lol <3 geil* nice hoffnung* endlich yeah juhu wunderbar* wunderschon* herrlich* suss* suß* love happy good birthday geburtstag willkommen wow hehe traum* lach lache* lachen natürlich mag yes',
  },
  es: {
    strong:
      'fraude* escandalo* falso* falsa* bulo* quiebra* bancarrota* desplom* hund* corrupt* corrupcion soborno* boicot* desastre* vergüenza verguenza* estafa* toxic* criminal* malvers* horrible* asco* asquer* mierda* puta* puto* odio* odia* muert* muere* asesin* racista* mentira* mentiros* ladron* basura* fatal pesimo* pesima* porqueria*',
    negative:
      'despid* despedid* dimision* dimite* cese acus* denunci* hacke* filtra* caida* cae caen retras* cancel* queja* fallo* falla* fracas* roto* rota* perdid* perder* pierd* multa* investig* huelga* protest* alerta* suspend* engaños* engan* lent* decepcion* inaceptable* ridicul* problema* peor* mal mala* malo* enfad* triste* tristeza enferm* cansad* llor* tonto* tonta* idiota* estupid* victima* amenaz* ataque* guerra* miedo* peligro* riesgo* crisis pena dolor* duele* harto* harta* aburr* sueño estres* error* joder feo fea sola solo culpa* siento calor total cago lejos',
    positive:
      'gracias felici* feliz genial* excelente* magnific* perfect* encant* amor* amo adoro quier* guap* bonit* mejor* bien buen* bueno* buena* alegr* ganar* gana* victoria* exito* hermos* precios* linda* lindo* maravill* increible* orgull* recomiend* disfrut* divertid* jaja* jeje* risa* suerte* espectacular* estupend* ilusion* esperanza* ole grande* crack* preferid* favorit* record* abraz* familia mola wow estren* libro',
  },
  it: {
    strong:
      'frod* scandal* fals* bufala* fallimento* bancarotta* croll* corrott* corruzione* tangent* boicott* disastr* vergogn* truff* tossic* criminal* orribil* schif* merda* odio* odia* mort* muore* assassin* razzist* bugi* bugiard* ladr* pessim* cazz* vaffanculo stronz* coglion* ignobil* indecent* mafia* mafios*',
    negative:
      'licenzi* dimission* dimett* accus* denunci* hacker* fuga guast* ritard* annull* cancell* lament* fallit* fallisc* rott* perdit* pers* multa* indagin* indagat* scioper* protest* allarm* calo cala cade sospes* sospend* ingann* lent* delus* delud* inaccettabil* ridicol* problem* peggi* mal* cattiv* arrabbi* trist* malat* stanc* piang* stupid* idiot* vittim* minacc* attacc* guerra* paura* pericol* rischi* crisi tagli* tasse precari* dolor* noios* erro* poveri* disoccup* contro sbagli* purtroppo bocciat* polemic* scuse* basta brutt* fanculo culo sacrific* pensionat* tassa danno*',
    positive:
      'grazie brav* complimenti eccellent* magnific* perfett* ador* amo amore* felic* content* auguri* vinc* vittori* success* bell* migliore* migliori bene buon* gioia* piacer* record* orgoglios* consigli* divert* haha* ahah* splendid* meravigli* stupend* fantastic* simpatic* speranz* fortuna* ottim* favoloso* finalmente innov* evviva bravi aww spero speriamo compleanno fiducia ridere*',
  },
  pt: {
    strong:
      'fraude* escandalo* fals* boato* falencia* desab* colaps* corrup* suborn* propina* boicot* desastr* vergonh* golp* toxic* crimin* desvi* horriv* nojo* nojent* merda* puta* odei* odio* mort* morr* assassin* racist* mentir* ladra* lixo* pessim* porra caralho foda* fdp bosta* terriv*',
    negative:
      'demiti* demiss* renunci* acus* denunci* hacke* vazamento* vazou queda* cai caiu atras* cancel* reclam* falha* falhou fracass* quebrad* perd* prejuizo* multa* investig* greve* protest* alerta* suspens* suspend* engan* lent* decepc* inaceit* ridicul* problem* pior* mal mau ma ruim* raiva* trist* doent* cansad* chor* burr* idiota* estupid* vitima* ameac* ataque* guerra* medo* perigo* risco* crise* dor doi* saudade* chat* sozinh* culpa* feio feia erro* sono nunca preguica* pobre* estress* sofr* infeliz* aff racismo machist* dedo elimin* causa*',
    positive:
      'obrigad* parabens excelent* magnific* perfeit* ador* amo amor* feliz* felic* content* ganh* vitori* sucess* lind* bonit* melhor* bem bom boa* bons alegr* prazer* record* orgulh* recomend* divert* haha* kkk* rsrs* maravilh* incriv* fofo* fofa* otim* sorte* esperanc* gostei gosto gost* delici* top curti* massa legal show sensacion* apaixon* abenc* sonho* amei amoo* amando nossa voz',
  },
};
