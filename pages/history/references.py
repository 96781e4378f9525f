"""The sources of everything that the history page says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    authors: str
    year: int
    title: str
    venue: str  # journal, publisher or university, with volume and pages
    link: str = ""  # DOI or address, if known for certain
    short: str = ""  # who wrote it, if that is not made of family names


def _doi(number: str) -> str:
    return f"https://doi.org/{number}"


REFERENCES: dict[str, Reference] = {
    "mcculloch": Reference(
        "Warren S. McCulloch, Walter Pitts",
        1943,
        "A logical calculus of the ideas immanent in nervous activity",
        "Bulletin of Mathematical Biophysics 5, 115–133",
        _doi("10.1007/BF02478259"),
    ),
    "hebb": Reference(
        "Donald O. Hebb", 1949, "The Organization of Behavior: A Neuropsychological Theory", "Wiley, New York"
    ),
    "hodgkin": Reference(
        "Alan L. Hodgkin, Andrew F. Huxley",
        1952,
        "A quantitative description of membrane current and its application to conduction and excitation in nerve",
        "The Journal of Physiology 117(4), 500–544",
        _doi("10.1113/jphysiol.1952.sp004764"),
    ),
    "rosenblatt": Reference(
        "Frank Rosenblatt",
        1958,
        "The perceptron: a probabilistic model for information storage and organization in the brain",
        "Psychological Review 65(6), 386–408",
        _doi("10.1037/h0042519"),
    ),
    "widrow": Reference(
        "Bernard Widrow, Marcian E. Hoff",
        1960,
        "Adaptive switching circuits",
        "IRE WESCON Convention Record, part 4, 96–104",
    ),
    "convergence": Reference(
        "Frank Rosenblatt",
        1960,
        "On the convergence of reinforcement procedures in simple perceptrons",
        "Report VG-1196-G-4, Cornell Aeronautical Laboratory, Buffalo, New York",
    ),
    "neurodynamics": Reference(
        "Frank Rosenblatt",
        1962,
        "Principles of Neurodynamics: Perceptrons and the Theory of Brain Mechanisms",
        "Spartan Books, Washington, DC",
    ),
    "minsky": Reference(
        "Marvin Minsky, Seymour Papert",
        1969,
        "Perceptrons: An Introduction to Computational Geometry",
        "MIT Press, Cambridge, Massachusetts",
    ),
    "linnainmaa_1970": Reference(
        "Seppo Linnainmaa",
        1970,
        "The representation of the cumulative rounding error of an algorithm as a Taylor expansion of the local "
        "rounding errors",
        "Master's thesis, in Finnish, University of Helsinki",
    ),
    "bliss": Reference(
        "Timothy V. P. Bliss, Terje Lømo",
        1973,
        "Long-lasting potentiation of synaptic transmission in the dentate area of the anaesthetized rabbit following "
        "stimulation of the perforant path",
        "The Journal of Physiology 232(2), 331–356",
        _doi("10.1113/jphysiol.1973.sp010273"),
    ),
    "werbos": Reference(
        "Paul J. Werbos",
        1974,
        "Beyond Regression: New Tools for Prediction and Analysis in the Behavioral Sciences",
        "PhD thesis, Harvard University",
    ),
    "linnainmaa": Reference(
        "Seppo Linnainmaa",
        1976,
        "Taylor expansion of the accumulated rounding error",
        "BIT Numerical Mathematics 16(2), 146–160",
        _doi("10.1007/BF01931367"),
    ),
    "fukushima": Reference(
        "Kunihiko Fukushima",
        1980,
        "Neocognitron: a self-organizing neural network model for a mechanism of pattern recognition unaffected by "
        "shift in position",
        "Biological Cybernetics 36, 193–202",
        _doi("10.1007/BF00344251"),
    ),
    "hopfield": Reference(
        "John J. Hopfield",
        1982,
        "Neural networks and physical systems with emergent collective computational abilities",
        "Proceedings of the National Academy of Sciences 79(8), 2554–2558",
        _doi("10.1073/pnas.79.8.2554"),
    ),
    "oja": Reference(
        "Erkki Oja",
        1982,
        "Simplified neuron model as a principal component analyzer",
        "Journal of Mathematical Biology 15(3), 267–273",
        _doi("10.1007/BF00275687"),
    ),
    "rumelhart": Reference(
        "David E. Rumelhart, Geoffrey E. Hinton, Ronald J. Williams",
        1986,
        "Learning representations by back-propagating errors",
        "Nature 323, 533–536",
        _doi("10.1038/323533a0"),
    ),
    "cybenko": Reference(
        "George Cybenko",
        1989,
        "Approximation by superpositions of a sigmoidal function",
        "Mathematics of Control, Signals, and Systems 2(4), 303–314",
        _doi("10.1007/BF02551274"),
    ),
    "hornik": Reference(
        "Kurt Hornik, Maxwell Stinchcombe, Halbert White",
        1989,
        "Multilayer feedforward networks are universal approximators",
        "Neural Networks 2(5), 359–366",
        _doi("10.1016/0893-6080(89)90020-8"),
    ),
    "hornik_alone": Reference(
        "Kurt Hornik",
        1991,
        "Approximation capabilities of multilayer feedforward networks",
        "Neural Networks 4(2), 251–257",
        _doi("10.1016/0893-6080(91)90009-T"),
    ),
    "lecun_1989": Reference(
        "Yann LeCun, Bernhard Boser, John S. Denker, Donnie Henderson, Richard E. Howard, Wayne Hubbard, "
        "Lawrence D. Jackel",
        1989,
        "Backpropagation applied to handwritten zip code recognition",
        "Neural Computation 1(4), 541–551",
        _doi("10.1162/neco.1989.1.4.541"),
    ),
    "shatz": Reference(
        "Carla J. Shatz",
        1992,
        "The developing brain",
        "Scientific American 267(3), 60–67",
        _doi("10.1038/scientificamerican0992-60"),
    ),
    "leshno": Reference(
        "Moshe Leshno, Vladimir Ya. Lin, Allan Pinkus, Shimon Schocken",
        1993,
        "Multilayer feedforward networks with a nonpolynomial activation function can approximate any function",
        "Neural Networks 6(6), 861–867",
        _doi("10.1016/S0893-6080(05)80131-5"),
    ),
    "rojas": Reference(
        "Raúl Rojas",
        1996,
        "Neural Networks: A Systematic Introduction",
        "Springer, Berlin",
        _doi("10.1007/978-3-642-61068-4"),
    ),
    "olazaran": Reference(
        "Mikel Olazaran",
        1996,
        "A sociological study of the official history of the perceptrons controversy",
        "Social Studies of Science 26(3), 611–659",
        _doi("10.1177/030631296026003005"),
    ),
    "markram": Reference(
        "Henry Markram, Joachim Lübke, Michael Frotscher, Bert Sakmann",
        1997,
        "Regulation of synaptic efficacy by coincidence of postsynaptic APs and EPSPs",
        "Science 275, 213–215",
        _doi("10.1126/science.275.5297.213"),
    ),
    "hochreiter": Reference(
        "Sepp Hochreiter, Jürgen Schmidhuber",
        1997,
        "Long short-term memory",
        "Neural Computation 9(8), 1735–1780",
        _doi("10.1162/neco.1997.9.8.1735"),
    ),
    "lecun_1998": Reference(
        "Yann LeCun, Léon Bottou, Yoshua Bengio, Patrick Haffner",
        1998,
        "Gradient-based learning applied to document recognition",
        "Proceedings of the IEEE 86(11), 2278–2324",
        _doi("10.1109/5.726791"),
    ),
    "london": Reference(
        "Michael London, Michael Häusser",
        2005,
        "Dendritic computation",
        "Annual Review of Neuroscience 28, 503–532",
        _doi("10.1146/annurev.neuro.28.061604.135703"),
    ),
    "hinton": Reference(
        "Geoffrey E. Hinton, Simon Osindero, Yee-Whye Teh",
        2006,
        "A fast learning algorithm for deep belief nets",
        "Neural Computation 18(7), 1527–1554",
        _doi("10.1162/neco.2006.18.7.1527"),
    ),
    "faisal": Reference(
        "A. Aldo Faisal, Luc P. J. Selen, Daniel M. Wolpert",
        2008,
        "Noise in the nervous system",
        "Nature Reviews Neuroscience 9, 292–303",
        _doi("10.1038/nrn2258"),
    ),
    "krizhevsky": Reference(
        "Alex Krizhevsky, Ilya Sutskever, Geoffrey E. Hinton",
        2012,
        "ImageNet classification with deep convolutional neural networks",
        "Advances in Neural Information Processing Systems 25, 1097–1105",
        "https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks",
    ),
    "marder": Reference(
        "Eve Marder",
        2012,
        "Neuromodulation of neuronal circuits: back to the future",
        "Neuron 76(1), 1–11",
        _doi("10.1016/j.neuron.2012.09.010"),
    ),
    "gerstner": Reference(
        "Wulfram Gerstner, Werner M. Kistler, Richard Naud, Liam Paninski",
        2014,
        "Neuronal Dynamics: From Single Neurons to Networks and Models of Cognition",
        "Cambridge University Press",
        _doi("10.1017/CBO9781107447615"),
    ),
    "vaswani": Reference(
        "Ashish Vaswani, Noam Shazeer, Niki Parmar, Jakob Uszkoreit, Llion Jones, Aidan N. Gomez, Łukasz Kaiser, "
        "Illia Polosukhin",
        2017,
        "Attention is all you need",
        "Advances in Neural Information Processing Systems 30, 5998–6008",
        "https://arxiv.org/abs/1706.03762",
    ),
    "brown": Reference(
        "Tom B. Brown, Benjamin Mann, Nick Ryder, Melanie Subbiah, Jared D. Kaplan and 26 others",
        2020,
        "Language models are few-shot learners",
        "Advances in Neural Information Processing Systems 33, 1877–1901",
        "https://arxiv.org/abs/2005.14165",
    ),
    "ho": Reference(
        "Jonathan Ho, Ajay Jain, Pieter Abbeel",
        2020,
        "Denoising diffusion probabilistic models",
        "Advances in Neural Information Processing Systems 33, 6840–6851",
        "https://arxiv.org/abs/2006.11239",
    ),
    "gidon": Reference(
        "Albert Gidon, Timothy A. Zolnik, Pawel Fidzinski, Felix Bolduan, Athanasia Papoutsi, Panayiota Poirazi, "
        "Martin Holtkamp, Imre Vida, Matthew E. Larkum",
        2020,
        "Dendritic action potentials and computation in human layer 2/3 cortical neurons",
        "Science 367, 83–87",
        _doi("10.1126/science.aax6239"),
    ),
    "jumper": Reference(
        "John Jumper, Richard Evans, Alexander Pritzel, Tim Green, Michael Figurnov and 29 others",
        2021,
        "Highly accurate protein structure prediction with AlphaFold",
        "Nature 596, 583–589",
        _doi("10.1038/s41586-021-03819-2"),
    ),
    "ouyang": Reference(
        "Long Ouyang, Jeff Wu, Xu Jiang, Diogo Almeida, Carroll L. Wainwright and 15 others",
        2022,
        "Training language models to follow instructions with human feedback",
        "Advances in Neural Information Processing Systems 35, 27730–27744",
        "https://arxiv.org/abs/2203.02155",
    ),
    "nobel": Reference(
        "The Royal Swedish Academy of Sciences",
        2024,
        "The Nobel Prize in Physics 2024, to John J. Hopfield and Geoffrey E. Hinton",
        "Press release of 8 October 2024",
        "https://www.nobelprize.org/prizes/physics/2024/press-release/",
        "Royal Swedish Academy of Sciences",
    ),
}
