"""Word classes of scientific English: what cannot stand in a name, what names a kind of thing, what is too general.

Closed classes and judgements are written by hand. VERBS holds forms that follow "we", "to", "can" or "which" in at
least a fifth of their occurrences in the abstracts of 29,289 machine-learning papers; no sentence of theirs is here.
"""

from __future__ import annotations

from functools import lru_cache

from .. import spelling
from ..shipped import shipped


def word_set(*lists: str) -> frozenset[str]:
    """The words of some strings, as a set."""
    return frozenset(w for text in lists for w in text.split())


FUNCTION = word_set(
    """a an the this that these those its their our your his her my it they we i you he she them us who whom
    whose which what of in on at by for from to into onto with without within via per over under between among
    across through throughout during before after above below against toward towards upon about around beyond
    behind beside besides despite along than as like unlike and or nor but yet so if then else when while where
    whereas whether because since although though unless until once is are was were be been being am do does did
    done have has had having can could may might must shall should will would cannot not no only also just even
    still both either neither each every all any some many much more most less least few several such same other
    another others one two three four five six seven eight nine ten first second third fourth here there thus
    hence therefore however moreover furthermore meanwhile nevertheless instead otherwise rather too very quite
    well often always never ever again already how why i.e e.g etc et al vs eg ie cf due according versus
    regarding given based using up out off down together far almost perhaps indeed namely respectively today
    recently currently itself themselves ourselves soon later now ago apart aside away de ad hoc thereby whereby wherein
    thereof way enough worth let lots lot plus minus alone mg kg ml mm cm km mmhg ci mg/kg mg/dl kg/m and/or
    either/or"""
)

VERBS = word_set(
    """accelerate accommodate accommodates accomplish account accounts achieve acquire act activate adapt adapts
    address addresses adds adhere adjust admit admits adopt advance advocate affect aggregate aim align aligns
    alleviate allocate allow alter alternates amplify analyse analyze annotate anticipate appear approximates
    argue arise arrive ask assess assign assigns assist associate assume attain attend augment augments automate
    avoid avoids balances begin behave believe belong boost break bring build builds bypasses calculate
    calibrate call capture captures carry cast categorize cause certify characterize characterizes choose
    circumvent clarify classify collaborate collect combat combine combines come communicate compare compensate
    compete complement complements complicates compose comprehend compress compromise compute computes
    concentrate conclude conduct confirm connect connects consider considers consists constitute constrain
    constrains construct constructs contain contains continue contribute converge convert converts cope
    correlate correspond corroborate corrupt counter couples covered covers craft create creates csp curate
    customize date deal deals decide decode decompose decomposes decouples defend define defines degrade deliver
    delve demonstrate denote depend deploy derive describe describes detect determine determines develop deviate
    devise diagnose differ differentiate diminish discard discern discover discriminate discuss disentangle
    disentangles distill distills distinguish diverge divides dominate draw drive elicit eliminate eliminates
    elucidate embed embeds emerge emphasize emphasizes employ enable enables encode encodes encompass
    encompasses encounter encourage encourages endow enforce enforces engage enhance enjoy enrich ensure ensures
    entails equip establish estimate evaluate evaluates evolve examine exceed excel execute exhibit expand
    expect explain explains exploit exploits explore expose exposes express extend extends extract extracts
    facilitate facilitates fail fall favor fill find fine-tune finetune fit fits focus fool formalize formalizes
    formulate formulates foster fuses gather generalise generalize generalizes generate generates get give
    guarantee guide guides handle happen harness harnesses highlight hinder hinders hold hope hurt hypothesize
    identifies identify ignore ignores illustrate imitate impedes implement impose imposes improve include
    includes incorporate incorporates increase incur indeed induce induces infer infers inform inherit
    initialize initiate inject injects inspire instantiate integrates interact interpolates interpret introduce
    investigate involve involves isolate justify keep know lead learn learns let leverage leverages lift
    localize locate lose maintain make makes manage manifest manipulate maximize maximizes meet memorize met
    mimic mimics minimize minimizes mitigate modifies modify modulate motivate move navigate necessitate note
    observe obtain occur occurs offer operate operates optimize optimizes outline outperform overcome overcomes overfit
    overlook overlooks parameterize pay perceive perform permit persist perturb posit possess pre-train predict
    predicts present preserve preserves prevent prevents prioritizes produce promote promotes propagate
    propagates propose protect prove provide pursue put quantifies quantify quantize raise reach realize receive
    recognize recommend reconstruct reconstructs recover rectify reduce refer refine reflect reflects
    reformulate reformulates regularize regulate relate relates relaxes remove removes render renders replace
    replaces replicate report represent reproduce request require resemble resolve resolves resort respond
    restrict restricts retain rethink retrieve retrieves reveal revisit runs sacrifice satisfies satisfy save
    see seek seem select selects separates serve shares shed show showcase simplifies simplify simulate
    simulates solve solves span specialize specify stabilize stabilizes stands steer store stores strengthen
    struggle substantiate subsumes suffer suffice summarize supervise suppress suppresses surpass synthesize
    synthesizes tackle tackles tailor take takes teach think train transfers translate translates treat treats
    uncover undergo underperform understand unifies unify unlock unveil uses utilize utilizes validate vary
    verify want were wish yield""",
    # past and -ing forms that open a clause rather than a name
    """proposed introduced presented developed called termed dubbed named used shown showed found made achieved
    obtained provided given known considered associated compared combined allowed required needed led followed
    included including containing enabling allowing making providing improving reducing increasing achieving
    showing demonstrating addressing introducing proposing leveraging exploiting utilizing employing applying
    considering combining obtaining requiring resulting leading outperforming yielding ensuring involving
    depending relying aiming being having becoming giving taking getting finding producing performing capturing
    incorporating focusing following building designing developing evaluating comparing exploring investigating
    studying analyzing understanding identifying establishing solving preserving maintaining mitigating avoiding
    overcoming eliminating enhancing facilitating extending generalizing became becomes remains gave gives seems
    seemed lies took began tend tends fails failed helps suggests requires came comes goes went said calls says
    works worked need needs lacks lack forces extracts informs serves serve uses describes reviews surveys
    fosters""",
)

EMPTY_MODIFIERS = word_set(
    """novel new simple effective efficient general existing previous prior recent current proposed
    state-of-the-art sota strong powerful large larger largest small smaller smallest big good better best great
    high higher highest low lower lowest wide wider broad broader common main major key crucial critical
    important significant substantial considerable remarkable promising popular practical real actual true
    certain specific particular various different diverse numerous multiple single additional extra further
    overall entire whole full complete comprehensive extensive rigorous careful thorough possible potential
    available modern classical classic traditional conventional standard typical usual well-known famous
    original initial final last next former latter comparable competitive superior inferior similar dissimilar
    equal relative respective corresponding interesting useful helpful valuable suitable appropriate proper
    correct accurate precise exact rich poor bad worse worst easy easier hard harder difficult challenging
    complex complicated sophisticated straightforward flexible versatile scalable fast faster slow fundamental
    essential necessary sufficient inherent intrinsic desirable desired underlying unprecedented impressive
    surprising surprisingly notable open long-standing longstanding growing increasing increased unified
    principled systematic theoretical empirical experimental quantitative qualitative preliminary detailed
    formal widely-used commonly-used highly well-studied little huge vast enormous massive extreme severe
    serious dominating dominant prominent prevailing prevalent state-of-art off-the-shelf end real-world
    arbitrary unknown unseen total average mean minimal maximal purpose-built long short early late latest old
    older newer alternative resultant required needed constant constantly mild special ordinary ideal so-called
    several reasonable world everyday own mere explicit fair wrong right left high-quality low-quality
    large-scale small-scale considered aforementioned intriguing unique distinct separate individual related
    relevant involved central core leading limited restricted improved enhanced first-ever emerging nice poorly
    pronounced perfect subtle concrete technical methodological scientific academic industrial human-like
    societal economic social benign pre-trained pretrained trained fine-tuned finetuned
    well-trained bespoke expressive fantastic"""
)
"""Modifiers that praise, compare or place; a name does not begin with them."""

EMPTY_HEADS = word_set(
    """approach method methods methodology technique work paper study article result experiment finding
    contribution idea insight problem issue challenge question difficulty limitation drawback advantage benefit
    gain improvement increase decrease way means manner fashion kind type sort class category variety range
    number amount set collection list group family series case scenario setting situation circumstance context
    condition example instance application use usage usefulness performance effectiveness efficacy superiority
    quality success progress advance advancement breakthrough literature research researcher community field
    area domain direction topic aspect perspective view viewpoint goal aim purpose need demand requirement role
    importance significance impact influence analysis evaluation comparison investigation examination discussion
    conclusion summary overview review survey assumption evidence fact reason cause factor part component
    element piece step stage phase procedure pipeline solution answer strategy scheme proposal attempt effort
    tool toolbox resource time year decade day moment period people human person user practitioner author reader
    world life society end beginning middle rest thing something nothing everything lot bit term word name
    notion concept definition meaning sense state art code implementation source version detail property
    characteristic attribute ability capability capacity power potential behavior behaviour trend difference
    similarity relation relationship connection link gap tradeoff balance level degree extent scale size choice
    option baseline counterpart competitor alternative benchmark input output target order form shape
    configuration knowledge experience understanding intuition interpretation consequence implication outcome
    observation lemma proof corollary guarantee claim statement argument remark today future past present thesis
    dissertation chapter section figure table appendix supplementary material project website page repository
    process url practice reality theory fundamental foundation basis principle motivation background introduction
    opportunity concern threat interest focus emphasis combination integration removal presence absence lack
    existence availability development design creation construction enhancement modification adjustment change
    percent percentage point fraction majority minority half quarter task model dataset system algorithm
    framework architecture function variable quantity formulation image video text document object scene
    location place product service company country city patient participant subject student doctor hospital arm
    week month hour body head hand eye side top bottom front back line row column night age sex gender woman man
    child adult setup routine law regulation standard guideline expression criterion criteria contrast variation
    pair triple tuple item entry member weakness strength pitfall spirit viability feasibility ease simplicity
    flexibility versatility generality applicability convenience"""
)
"""Nouns too general to name a concept, alone or with an empty modifier."""

singular = lru_cache(maxsize=20_000)(spelling.singular)
"""`spelling.singular`, remembered: the same few thousand words come again and again."""
CLOSED = FUNCTION | VERBS
"""Words that end a noun phrase."""
NOT_FIRST = CLOSED | EMPTY_MODIFIERS
"""Words with which no name begins."""


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """Words that a field's papers use all the time and its keywords never: laborious, immediate, whenever.

    Small and singular. Some are nouns that end technical terms (cost, module). data/lexicon/general.py learns them.
    """
    lines = shipped("data/lexicon/general_words.txt").read_text("utf-8").splitlines()
    return frozenset(w for w in lines if w[:1] != "#")


ADJECTIVE = (
    *("al", "ic", "ive", "ous", "ar", "able", "ible", "ed", "ian", "ful", "less", "ary", "ory", "ent", "ant"),
    *("free", "wise", "based"),
)
"""How an adjective ends."""
NOTION = (
    *("ity", "ism", "ness", "ence", "ance", "tion", "sion", "ment", "ship", "graphy", "ology", "omics", "pathy"),
    *("itis", "emia", "osis"),
)
"""How a single word ends that can name a notion by itself."""
METHOD_HEADS = word_set(
    """network net model algorithm optimizer optimiser layer architecture framework method methodology
    transformer autoencoder encoder decoder attention module block loss optimization optimisation descent
    regularization regularisation normalization normalisation dropout pruning quantization distillation
    augmentation initialization initialisation sampling sampler boosting bagging ensemble ensembling perceptron
    classifier regressor machine tree forest process filter filtering filters estimator solver search
    backpropagation propagation embedding pooling convolution activation unit training pretraining pre-training
    fine-tuning finetuning tuning learning replay rehearsal masking prompting decoding encoding tokenization
    tokenizer hashing matching smoothing averaging clipping annealing programming q-learning attack recipe controller
    simulator mechanism approximation factorization decomposition clustering regression interpolation projection
    pursuit iteration expansion transform transformation stabilization approach bandit critic actor generator
    discriminator diffusion gan vae flow toolkit library tool software platform pipeline scheduler
    protocol gating gate head adapter compiler prompt scheme strategy mixup parallelism technique
    procedure oracle therapy treatment intervention surgery assay vaccine drug scan imaging imputation reweighting
    weighting relaxation integration linearization parameterization formulation reformulation passing voting
    stacking unlearning warping splatting rendering analysis"""
)
DATASET_HEADS = word_set(
    "dataset corpus benchmark collection database archive testbed suite leaderboard challenge competition gym treebank"
)
TASK_HEADS = word_set(
    """classification detection segmentation recognition translation generation prediction retrieval answering
    summarization localization tracking reconstruction forecasting planning navigation reasoning captioning
    recommendation parsing tagging labeling labelling identification verification estimation synthesis
    completion compression anonymization extraction discovery grounding understanding control manipulation
    editing restoration super-resolution denoising deblurring inpainting colorization registration ranking
    exploration disambiguation linking resolution modeling modelling vision task problem design inference
    screening diagnosis prognosis triage surveillance prevention management assessment adaptation transfer
    rehabilitation coordination selection allocation scheduling routing matching interpretation processing simulation
    diarization"""
)
SECTIONS = word_set(
    """background methods method results result objective objectives conclusion conclusions aim aims purpose
    purposes introduction design setting settings findings discussion context importance interpretation abstract
    summary participants patients measurements motivation"""
)
"""Labels of a structured abstract's parts: they begin no name."""
PLACES = word_set(
    """united kingdom states america american europe european africa african asia asian australia australian
    china chinese japan japanese germany german france french india indian canada canadian korea korean russia
    russian spain spanish italy italian brazil netherlands switzerland sweden denmark norway england english
    british scotland israel iran turkey mexico singapore taiwan york california london paris beijing university
    universities hospital hospitals institute department center centre college school january february march
    april june july august september october november december monday sunday"""
)
"""Capitalised words that name a place, a people, an institution or a month, and so no concept."""

METRIC_HEADS = word_set(
    """accuracy precision recall error score rate metric distance divergence similarity perplexity auc auroc
    bleu rouge fid f1 f-score fscore measure index entropy regret runtime latency throughput footprint speed
    utilization efficiency cost time sensitivity specificity ratio fidelity sharpness mortality
    survival incidence prevalence psnr ssim iou dice ndcg consumption overhead speedup
    bandwidth"""
)
CONCEPT_HEADS = word_set(
    """kernel bound regime collapse memory bias gap limit theory landscape dynamics minimum minima maximum
    maxima optimum margin equation distribution invariance equivariance symmetry exponent correspondence theorem
    inequality lemma conjecture hypothesis principle law geometry manifold topology curvature spectrum
    eigenvalue eigenvector tensor matrix graph hierarchy prior posterior gradient jacobian hessian norm space
    information uncertainty variance complexity capacity expressivity expressiveness generalization
    generalisation robustness sparsity redundancy synergy modularity compositionality locality stability
    convergence overfitting underfitting forgetting interference plasticity example shortcut shift drift
    noise corruption perturbation fairness privacy interpretability explainability safety alignment
    hallucination emergence scaling representation feature structure field state phase transition coupling
    correlation dependency dependence independence causality confounder counterfactual equilibrium utility
    reward policy q-function preference feedback trajectory horizon function functional operator formalism
    mechanics calculus algebra logic semantics syntax grammar language ontology code circuit neuron synapse
    spike oscillation energy temperature depth width rank dimension dimensionality regularity smoothness
    convexity nonconvexity path tangent attractor fixed-point bifurcation chaos length constraint class boundary
    hyperparameter parameter weight connectivity superposition monosemanticity circuitry token logit disease
    syndrome disorder cancer infection symptom protein gene pathway receptor biomarker inflammation mutation
    map mapping saddle curve surface trap barrier valley basin pattern abstraction flatness pathology phenomenon
    effect paradox memorization leakage mismatch heterogeneity imbalance diversity novelty curiosity empowerment
    agency consciousness cognition emotion perception awareness stress anxiety depression trauma risk homophily
    heterophily oversmoothing over-smoothing oversquashing isotropy anisotropy identifiability relation
    regularities density condition conditions shape stimulus response domain concept computation system hypergraph
    simplex polytope program agent likelihood coefficient connection supervision label annotation series data game"""
)
HEADS = METHOD_HEADS | DATASET_HEADS | TASK_HEADS | METRIC_HEADS | CONCEPT_HEADS
"""Singular nouns that end technical terms."""

GIVEN_NAMES = word_set(
    """alan albert alexander alfred alice andrew andrey anna anthony barbara benjamin bernhard carl charles christopher
    claude daniel david donald edward elizabeth emily eric francis frank frederick friedrich geoffrey
    george hans harold henry herbert immanuel isaac jacob james jane jean johann john jonathan joseph joshua
    juergen julia jürgen karl kenneth kevin kurt laura leonhard linda louis ludwig margaret maria marie mark marvin
    mary matthew michael noam norbert patrick paul peter philip pierre richard robert roger ronald samuel sara sarah
    simon stephen steven stuart susan thomas timothy walter warren werner william yann yoshua"""
)
"""Words that begin a person's name, where no technical noun follows."""
CLUES_AFTER = word_set(
    """optimizer optimiser algorithm model models network architecture dataset corpus benchmark method framework
    layer loss metric score solver sampler agent policy search block module task language attention transformer
    encoder decoder kernel regression classifier learning training approach tree forest process estimator
    library toolkit"""
)
CLUES_BEFORE = word_set(
    """using use uses via with called named termed dubbed optimizer algorithm model dataset benchmark employ
    employs applying apply by propose introduce present outperforms than like deep on"""
)
TYPE_WORDS: dict[str, str] = {
    **dict.fromkeys(CONCEPT_HEADS, "Concept"),
    **dict.fromkeys(METRIC_HEADS, "Metric"),
    **dict.fromkeys(TASK_HEADS, "Task"),
    **dict.fromkeys(METHOD_HEADS, "Method"),
    **dict.fromkeys(DATASET_HEADS, "Dataset"),
}
"""The type that a head noun speaks for."""
